package io.sanasend.api.problem;

import io.sanasend.api.testing.WrittenDocument;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {

    private static final String HEAD = "| error_code | status | title | when, and what to do |\n|---|---|---|---|\n";

    @Test
    void listsEveryErrorAsTheCodeHasIt() {
        WrittenDocument document = new WrittenDocument("errors.md");
        String text = document.text();
        int start = text.indexOf(HEAD) + HEAD.length();
        int end = text.indexOf("\n\n", start) + 1;

        document.mustBe(text.substring(0, start) + table() + text.substring(end));
    }

    private static String table() {
        return Arrays.stream(ProblemType.values())
                .map(type ->
                        "| `%s` | %d | %s | %s |\n".formatted(type.name(), type.status(), type.title(), type.advice()))
                .collect(Collectors.joining());
    }
}
