package io.sanasend.api.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.sanasend.api.problem.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the schemas of records what their components say: which are always there, which may be null, and how long
 * their text may be. In a request what may be null may also be left out; an answer has all of its fields, unless they
 * are marked to be left out when null.
 */
final class RecordSchemas {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final String REFERENCE = "#/components/schemas/";
    private static final String INSTANT = REFERENCE + "Instant";

    private final IndexView classes;
    private final Map<String, ClassInfo> records = new HashMap<>();

    RecordSchemas(IndexView classes) {
        this.classes = classes;
        for (ClassInfo type : classes.getKnownClasses()) {
            if (type.isRecord() && type.name().toString().startsWith("io.sanasend.")) {
                AnnotationInstance schema =
                        type.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
                AnnotationValue name = schema == null ? null : schema.value("name");
                records.put(name == null ? type.simpleName() : name.asString(), type);
            }
        }
    }

    void complete(OpenAPI document) {
        Set<String> requests = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .filter(operation -> operation.getRequestBody() != null)
                .flatMap(operation -> operation.getRequestBody().getContent().getMediaTypes().values().stream())
                .map(body -> body.getSchema().getRef())
                .forEach(requests::add);
        document.getComponents().getSchemas().forEach((name, schema) -> {
            ClassInfo type = typeOf(name);
            if (type != null && schema.getProperties() != null) {
                complete(schema, type, requests.contains(REFERENCE + name));
            }
        });
        document.getComponents().removeSchema("Instant");
    }

    /** The record of that schema; one schema of an envelope is made for each content. */
    private @Nullable ClassInfo typeOf(String schema) {
        ClassInfo exact = records.get(schema);
        return exact != null
                ? exact
                : Stream.of("Answer", "PageView")
                        .filter(schema::startsWith)
                        .map(records::get)
                        .findFirst()
                        .orElse(null);
    }

    private void complete(Schema schema, ClassInfo type, boolean request) {
        List<String> required = new ArrayList<>();
        describe(schema, type, request, required);
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private void describe(Schema schema, ClassInfo type, boolean request, List<String> required) {
        for (RecordComponentInfo part : type.recordComponents()) {
            // Most annotations that can be written at a component are kept at its field alone.
            FieldInfo component = type.field(part.name());
            if (component.hasDeclaredAnnotation(JsonUnwrapped.class)) {
                describe(schema, classes.getClassByName(component.type().name()), request, required);
                continue;
            }
            String name = nameOf(component, type);
            Schema property = schema.getProperties().get(name);
            if (property == null) {
                continue;
            }
            inlineTime(property);
            limitText(property, component);
            boolean nullable = component.type().hasAnnotation(NULLABLE);
            boolean omitted = nullable && (request || component.hasDeclaredAnnotation(JsonInclude.class));
            if (!omitted) {
                required.add(name);
            }
            if (nullable && (request || !omitted)) {
                schema.addProperty(name, orNull(property));
            }
        }
    }

    private static String nameOf(FieldInfo component, ClassInfo type) {
        AnnotationInstance given = component.declaredAnnotation(JsonProperty.class);
        if (given != null && given.value() != null) {
            return given.value().asString();
        }
        boolean snakeCase = type.hasDeclaredAnnotation(JsonNaming.class);
        return snakeCase
                ? new PropertyNamingStrategies.SnakeCaseStrategy().translate(component.name())
                : component.name();
    }

    /** A time is a plain string with a format, which generated clients know, rather than a schema of its own. */
    private static void inlineTime(Schema property) {
        if (INSTANT.equals(property.getRef())) {
            property.setRef(null);
            property.setType(List.of(SchemaType.STRING));
            property.setFormat("date-time");
            if (property.getExamples() == null) {
                property.addExample("2026-01-31T12:00:00Z");
            }
        }
    }

    private static void limitText(Schema property, FieldInfo component) {
        AnnotationInstance text = component.declaredAnnotation(Text.class);
        if (text != null && property.getRef() == null) {
            property.setMaxLength(text.value("max").asInt());
            AnnotationValue min = text.value("min");
            property.setMinLength(min == null || min.asInt() == 0 ? property.getMinLength() : (Integer) min.asInt());
        }
    }

    private static Schema orNull(Schema property) {
        if (property.getRef() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(OASFactory.createSchema().ref(property.getRef()))
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        if (property.getType() != null && !property.getType().contains(SchemaType.NULL)) {
            property.addType(SchemaType.NULL);
        }
        return property;
    }
}
