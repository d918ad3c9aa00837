package io.sanasend.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What the OpenAPI document promises, to hold answers against. Stricter than the document in one thing: an answer has no
 * field that is not described.
 */
final class Contract {

    /** An answer as it came. */
    record Answered(String method, String path, int status, String contentType, byte[] body) {

        boolean isProblem() {
            return contentType.startsWith("application/problem+json");
        }

        boolean isJson() {
            return isProblem() || contentType.startsWith("application/json");
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

    Contract(JsonNode document) {
        this.document = document.deepCopy();
        this.document.at("/components/schemas").forEach(Contract::close);
    }

    /** What the answer does that is not described; empty when all is well. */
    Optional<String> breachBy(Answered answer) {
        Optional<JsonNode> path = pathOf(answer.path());
        if (path.isEmpty()) {
            return mustBe(answer, 404, "there is no such path in the document");
        }
        String method = answer.method().equals("HEAD") ? "get" : answer.method().toLowerCase();
        JsonNode operation = path.get().path(method);
        if (operation.isMissingNode()) {
            return answer.method().equals("OPTIONS")
                    ? Optional.empty()
                    : mustBe(answer, 405, "the document has no " + answer.method() + " of it");
        }
        if (List.of(405, 406, 414, 431).contains(answer.status())) {
            // What any request can be answered is described once, in the overview.
            return Optional.empty();
        }
        JsonNode response = operation.path("responses").path(Integer.toString(answer.status()));
        return response.isMissingNode() ? Optional.of("the status is not described") : breachOf(response, answer);
    }

    private Optional<String> breachOf(JsonNode response, Answered answer) {
        if (answer.body().length == 0) {
            return response.has("content") && !answer.method().equals("HEAD")
                    ? Optional.of("the body that is described is missing")
                    : Optional.empty();
        }
        String type = answer.contentType().replaceAll(";.*", "").strip();
        JsonNode described = response.path("content");
        JsonNode content = described.path(described.has(type) ? type : "*/*");
        if (content.isMissingNode()) {
            return Optional.of("the content type " + type + " is not described");
        }
        if (!answer.isJson()) {
            return Optional.empty();
        }
        JsonNode body = read(answer.body());
        if (answer.isProblem()
                && !content.path("examples").has(body.path("error_code").asText())) {
            return Optional.of("the error " + body.path("error_code") + " is not described");
        }
        String wrong = schema(content.path("schema")).validate(body).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.joining("; "));
        return wrong.isEmpty() ? Optional.empty() : Optional.of("the body is not as described: " + wrong);
    }

    private static Optional<String> mustBe(Answered answer, int status, String because) {
        return answer.status() == status ? Optional.empty() : Optional.of(because);
    }

    /** The path item; one without placeholders goes before one with. */
    private Optional<JsonNode> pathOf(String path) {
        List<String> wanted = segments(path);
        return StreamSupport.stream(document.path("paths").properties().spliterator(), false)
                .filter(entry -> fits(segments(entry.getKey()), wanted))
                .min(Comparator.comparing(
                        entry -> entry.getKey().chars().filter(c -> c == '{').count()))
                .map(Map.Entry::getValue);
    }

    private static boolean fits(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!template.get(i).startsWith("{") && !template.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private JsonSchema schema(JsonNode schema) {
        return compiled.computeIfAbsent(schema, node -> {
            ObjectNode root = JSON.createObjectNode();
            root.set("components", document.path("components"));
            root.putArray("allOf").add(node);
            SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                    .formatAssertionsEnabled(true)
                    .build();
            return schemas.getSchema(root, config);
        });
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(Contract::close);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
