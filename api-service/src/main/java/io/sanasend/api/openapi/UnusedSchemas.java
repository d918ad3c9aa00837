package io.sanasend.api.openapi;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** Takes out the schemas that no operation leads to: those of forms, which are described where they are used. */
final class UnusedSchemas {

    private static final String REFERENCE = "#/components/schemas/";

    private final OpenAPI document;
    private final Set<String> used = new HashSet<>();

    private UnusedSchemas(OpenAPI document) {
        this.document = document;
    }

    static void remove(OpenAPI document) {
        UnusedSchemas search = new UnusedSchemas(document);
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .flatMap(UnusedSchemas::contentsOf)
                .flatMap(content -> content.getMediaTypes().values().stream())
                .forEach(body -> search.follow(body.getSchema()));
        List.copyOf(document.getComponents().getSchemas().keySet()).stream()
                .filter(name -> !search.used.contains(name))
                .forEach(document.getComponents()::removeSchema);
    }

    private static Stream<Content> contentsOf(Operation operation) {
        Stream<Content> answers =
                operation.getResponses().getAPIResponses().values().stream().map(response -> response.getContent());
        Stream<Content> request = Stream.ofNullable(operation.getRequestBody()).map(body -> body.getContent());
        return Stream.concat(answers, request).filter(Objects::nonNull);
    }

    private void follow(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(REFERENCE.length());
            if (used.add(name)) {
                follow(document.getComponents().getSchemas().get(name));
            }
        }
        follow(schema.getItems());
        follow(schema.getAdditionalPropertiesSchema());
        Stream.of(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(this::follow);
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(this::follow);
        }
    }
}
