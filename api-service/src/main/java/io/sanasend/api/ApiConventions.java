package io.sanasend.api;

import io.sanasend.api.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What is true of every operation, written into the OpenAPI document once: trailing slashes, and problems for errors. */
public class ApiConventions implements OASFilter {

    private static final String PROBLEM = "#/components/schemas/Problem";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, PathItem> paths = new LinkedHashMap<>(document.getPaths().getPathItems());
        document.getPaths().setPathItems(new LinkedHashMap<>());
        paths.forEach((path, item) -> {
            // Names with an extension are the only ones without.
            boolean file = path.substring(path.lastIndexOf('/')).contains(".");
            document.getPaths().addPathItem(file || path.endsWith("/") ? path : path + "/", item);
            item.getOperations().values().forEach(operation -> describeErrors(operation.getResponses()));
        });
    }

    private static void describeErrors(APIResponses responses) {
        responses.getAPIResponses().forEach((status, response) -> {
            if (status.matches("[45]..")) {
                response.setContent(problem());
            }
        });
        APIResponse other = OASFactory.createAPIResponse()
                .description("Any other error; error_code says which")
                .content(problem());
        responses.setDefaultValue(other);
    }

    private static Content problem() {
        return OASFactory.createContent()
                .addMediaType(
                        Problem.CONTENT_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(PROBLEM)));
    }
}
