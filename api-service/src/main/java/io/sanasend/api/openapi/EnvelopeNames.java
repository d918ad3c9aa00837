package io.sanasend.api.openapi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Names the schemas of envelopes after their content, {@code UserAnswer} and {@code UserPage}: generated clients make
 * classes of these names.
 */
final class EnvelopeNames {

    private static final String REFERENCE = "#/components/schemas/";

    private EnvelopeNames() {}

    static void apply(OpenAPI document) {
        Map<String, String> names = new LinkedHashMap<>();
        document.getComponents()
                .getSchemas()
                .forEach((name, schema) -> nameOf(name, schema).ifPresent(better -> names.put(name, better)));
        names.forEach((name, better) -> {
            Schema schema = document.getComponents().getSchemas().get(name);
            document.getComponents().removeSchema(name);
            document.getComponents().addSchema(better, schema);
        });
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                .filter(response -> response.getContent() != null)
                .flatMap(response -> response.getContent().getMediaTypes().values().stream())
                .map(body -> body.getSchema())
                .filter(schema -> schema != null && schema.getRef() != null)
                .forEach(schema -> {
                    String better = names.get(schema.getRef().substring(REFERENCE.length()));
                    if (better != null) {
                        schema.setRef(REFERENCE + better);
                    }
                });
    }

    private static Optional<String> nameOf(String name, Schema schema) {
        if (name.startsWith("Answer") && schema.getProperties().containsKey("data")) {
            return contentOf(schema.getProperties().get("data")).map(content -> content + "Answer");
        }
        if (name.startsWith("PageView") && schema.getProperties().containsKey("results")) {
            return contentOf(schema.getProperties().get("results").getItems()).map(content -> content + "Page");
        }
        return Optional.empty();
    }

    private static Optional<String> contentOf(Schema schema) {
        return Optional.ofNullable(schema.getRef()).map(reference -> reference.substring(REFERENCE.length()));
    }
}
