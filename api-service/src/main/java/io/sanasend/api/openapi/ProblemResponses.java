package io.sanasend.api.openapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.limit.LimitExceeded;
import io.sanasend.api.problem.Problem;
import io.sanasend.api.problem.ProblemType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Describes the refusals of operations, grouped by status: those an operation names, and those that follow from its
 * shape. Each is shown by an example that all operations share.
 */
final class ProblemResponses {

    private static final Set<ProblemType> OF_SECURED = EnumSet.of(
            ProblemType.AUTHENTICATION_REQUIRED,
            ProblemType.INVALID_CREDENTIALS,
            ProblemType.TOKEN_EXPIRED,
            ProblemType.ADDRESS_NOT_ALLOWED);
    private static final Set<ProblemType> OF_BODIES = EnumSet.of(
            ProblemType.MALFORMED_REQUEST,
            ProblemType.REQUEST_TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            ProblemType.VALIDATION_FAILED);
    private static final Set<ProblemType> OF_ALL =
            EnumSet.of(ProblemType.RATE_LIMIT_EXCEEDED, ProblemType.INTERNAL_ERROR, ProblemType.SERVICE_UNAVAILABLE);
    private static final String REQUEST_ID = "X-Request-Id";

    private final OpenAPI document;
    private final Components components;
    private final ObjectMapper json = new ObjectMapper();

    ProblemResponses(OpenAPI document) {
        this.document = document;
        this.components = document.getComponents();
        components
                .getSchemas()
                .get("Problem")
                .addProperty(
                        "dbId",
                        OASFactory.createSchema()
                                .description("The message that was stored all the same, if one was")
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int64"));
        RateLimitDescription.addTo(components);
        components.addHeader(REQUEST_ID, header("Names this request in the log", Schema.SchemaType.STRING));
        components.addHeader("WWW-Authenticate", header("The ways to authenticate", Schema.SchemaType.STRING));
        components.addHeader(
                "Retry-After", header("Seconds after which it is worth trying again", Schema.SchemaType.INTEGER));
    }

    /** Adds a response for each status; one that is written by hand stays as it is. */
    void addTo(Operation operation, Endpoint endpoint, boolean ofApi) {
        Set<ProblemType> problems = EnumSet.noneOf(ProblemType.class);
        problems.addAll(endpoint.refusals());
        problems.add(ProblemType.NOT_ACCEPTABLE);
        if (ofApi) {
            problems.addAll(OF_ALL);
        }
        if (!endpoint.open()) {
            problems.addAll(OF_SECURED);
        }
        if (!endpoint.scopes().isEmpty()) {
            problems.add(ProblemType.PERMISSION_DENIED);
        }
        if (operation.getRequestBody() != null) {
            problems.addAll(OF_BODIES);
        }
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        for (Parameter parameter : parameters) {
            // An id that is none is a path that is none.
            problems.add(
                    parameter.getIn() == Parameter.In.PATH ? ProblemType.NOT_FOUND : ProblemType.VALIDATION_FAILED);
        }
        problems.stream()
                .collect(Collectors.groupingBy(ProblemType::status, LinkedHashMap::new, Collectors.toList()))
                .forEach((status, types) -> {
                    if (!operation.getResponses().hasAPIResponse(Integer.toString(status))) {
                        operation.getResponses().addAPIResponse(Integer.toString(status), response(status, types));
                    }
                });
    }

    /** Adds to every answer the headers that all have. */
    void describeEveryAnswer() {
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations().values().stream()
                        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
                        .forEach(response -> {
                            response.addHeader(REQUEST_ID, reference(REQUEST_ID));
                            if (path.startsWith("/api/")) {
                                RateLimitDescription.HEADERS.forEach(name -> response.addHeader(name, reference(name)));
                            }
                        }));
    }

    private APIResponse response(int status, List<ProblemType> types) {
        MediaType body =
                OASFactory.createMediaType().schema(OASFactory.createSchema().ref("Problem"));
        for (ProblemType type : types) {
            components.addExample(
                    type.name(),
                    OASFactory.createExample().summary(type.title()).value(example(type)));
            body.addExample(type.name(), OASFactory.createExample().ref(type.name()));
        }
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream()
                        .map(type -> "- `" + type + "`: " + type.title() + ". " + type.advice())
                        .collect(Collectors.joining("\n")))
                .content(OASFactory.createContent().addMediaType(Problem.CONTENT_TYPE, body));
        if (status == 401) {
            response.addHeader("WWW-Authenticate", reference("WWW-Authenticate"));
        }
        if (status == 429 || status == 503) {
            response.addHeader("Retry-After", reference("Retry-After"));
        }
        return response;
    }

    private Map<String, Object> example(ProblemType type) {
        Map<String, Object> example = json.convertValue(Problem.example(type), new TypeReference<>() {});
        if (type == ProblemType.RATE_LIMIT_EXCEEDED) {
            example.put(LimitExceeded.MEMBER, RateLimitDescription.example());
        }
        return example;
    }

    private static Header reference(String name) {
        return OASFactory.createHeader().ref(name);
    }

    static Header header(String description, Schema.SchemaType type) {
        return OASFactory.createHeader()
                .description(description)
                .schema(OASFactory.createSchema().addType(type));
    }
}
