package io.sanasend.api.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.jboss.jandex.IndexView;

/**
 * Writes what is true of every operation into the OpenAPI document: paths without a trailing slash, who may call it, the problems it
 * can be answered with, the headers of every answer, and what the records that are read and written say of themselves.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiConventions implements OASFilter {

    private final Map<String, Endpoint> endpoints;
    private final RecordSchemas records;

    public ApiConventions(IndexView classes) {
        this.endpoints = Endpoint.in(classes);
        this.records = new RecordSchemas(classes);
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        ProblemResponses problems = new ProblemResponses(document);
        Map<String, PathItem> paths = new LinkedHashMap<>(document.getPaths().getPathItems());
        document.getPaths().setPathItems(new LinkedHashMap<>());
        paths.forEach((path, item) -> {
            // Each works with and without; linters of clients want it without.
            document.getPaths().addPathItem(path.replaceFirst("(?<=.)/$", ""), item);
            item.getOperations().values().forEach(operation -> complete(operation, path.startsWith("/api/"), problems));
        });
        problems.describeEveryAnswer();
        records.complete(document);
        EnvelopeNames.apply(document);
        UnusedSchemas.remove(document);
    }

    private void complete(Operation operation, boolean ofApi, ProblemResponses problems) {
        Endpoint endpoint = endpoints.get(operation.getOperationId());
        if (endpoint == null) {
            return;
        }
        endpoint.status().ifPresent(status -> succeedWith(status, operation));
        shareContent(operation);
        ParameterTypes.tell(operation);
        operation.setSecurity(securityOf(endpoint));
        if (!endpoint.scopes().isEmpty()) {
            String scopes =
                    endpoint.scopes().stream().map(scope -> "`" + scope + "`").collect(Collectors.joining(" or "));
            String before = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
            operation.setDescription(before + "Needs the scope " + scopes + ".");
        }
        problems.addTo(operation, endpoint, ofApi);
    }

    private static void succeedWith(String status, Operation operation) {
        APIResponse success = operation.getResponses().getAPIResponse("200");
        if (success != null && !operation.getResponses().hasAPIResponse(status)) {
            operation.getResponses().removeAPIResponse("200");
            operation.getResponses().addAPIResponse(status, success);
        }
    }

    /** Whatever the status of a success, its body is what the method returns. */
    private static void shareContent(Operation operation) {
        APIResponse returned = operation.getResponses().getAPIResponse("200");
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            boolean bodiless = status.equals("204") || response.getContent() != null;
            if (status.startsWith("2") && returned != null && !bodiless) {
                response.setContent(returned.getContent());
            }
        });
    }

    private static List<SecurityRequirement> securityOf(Endpoint endpoint) {
        return endpoint.open()
                ? List.of()
                : List.of(
                        OASFactory.createSecurityRequirement().addScheme(ApiDescription.BEARER),
                        OASFactory.createSecurityRequirement().addScheme(ApiDescription.API_KEY));
    }
}
