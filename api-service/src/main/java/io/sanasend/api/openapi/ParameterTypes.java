package io.sanasend.api.openapi;

import io.sanasend.model.message.MessageStatus;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * What the parameters of queries and headers are. The service reads them as text, so that it can name the one it cannot
 * read; those who write clients want to know what they really are.
 */
final class ParameterTypes {

    private static final Map<String, Supplier<Schema>> TYPES = Map.ofEntries(
            Map.entry("page", () -> number(1, 10_000)),
            Map.entry("page_size", () -> number(1, 100)),
            Map.entry("days", () -> number(1, 365)),
            Map.entry("status_code", () -> number(100, 599)),
            Map.entry("user", () -> type(SchemaType.INTEGER).format("int64")),
            Map.entry("is_active", () -> type(SchemaType.BOOLEAN)),
            Map.entry("is_staff", () -> type(SchemaType.BOOLEAN)),
            Map.entry("start_date", () -> type(SchemaType.STRING).format("date")),
            Map.entry("end_date", () -> type(SchemaType.STRING).format("date")),
            Map.entry(
                    "status",
                    () -> oneOf(Arrays.stream(MessageStatus.values())
                            .map(MessageStatus::wireName)
                            .toList())),
            Map.entry("message_type", () -> oneOf(List.of("text", "image", "document", "video", "audio", "file"))),
            Map.entry("Idempotency-Key", () -> type(SchemaType.STRING).maxLength(255)),
            Map.entry("Prefer", () -> type(SchemaType.STRING)));

    private ParameterTypes() {}

    static void tell(Operation operation) {
        Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
                .filter(parameter -> parameter.getIn() != Parameter.In.PATH && TYPES.containsKey(parameter.getName()))
                .forEach(parameter -> {
                    Schema schema = TYPES.get(parameter.getName()).get();
                    parameter.setSchema(schema);
                    if (parameter.getExample() instanceof String example) {
                        parameter.setExample(as(schema, example));
                    }
                });
    }

    private static Object as(Schema schema, String example) {
        if (schema.getType().contains(SchemaType.INTEGER)) {
            return Long.valueOf(example);
        }
        return schema.getType().contains(SchemaType.BOOLEAN) ? (Object) Boolean.valueOf(example) : example;
    }

    private static Schema number(int least, int most) {
        return type(SchemaType.INTEGER)
                .format("int32")
                .minimum(BigDecimal.valueOf(least))
                .maximum(BigDecimal.valueOf(most));
    }

    private static Schema oneOf(List<String> values) {
        Schema schema = type(SchemaType.STRING);
        values.forEach(schema::addEnumeration);
        return schema;
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
