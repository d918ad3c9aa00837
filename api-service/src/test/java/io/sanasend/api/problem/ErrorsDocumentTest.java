package io.sanasend.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {

    @Test
    void listsEveryErrorWithItsStatusAndNoOther() throws IOException {
        List<String> documented;
        try (var lines = Files.lines(Path.of("..", "docs", "errors.md"))) {
            documented = lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|"))
                    .map(cells -> cells[1].strip().replace("`", "") + " " + cells[2].strip())
                    .toList();
        }

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .map(type -> type.name() + " " + type.status())
                        .toList());
    }
}
