package io.sanasend.api.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.sanasend.api.testing.Contract.Answered;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds every answer a test gets against the OpenAPI document, so that each test also proves the documentation. What is
 * not of the API, such as the pages of the documentation itself, is left alone.
 */
final class ContractCheck implements Filter, BeforeAllCallback {

    private @Nullable Contract contract;

    @Override
    public void beforeAll(ExtensionContext context) {
        boolean registered = RestAssured.filters().stream().anyMatch(filter -> filter instanceof ContractCheck);
        if (!registered) {
            RestAssured.filters(this);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        if (path.startsWith("/api/v1/") || path.startsWith("/health")) {
            check(request.getMethod(), path, response);
        }
        return response;
    }

    private void check(String method, String path, Response response) {
        Answered answer = new Answered(
                method,
                path,
                response.statusCode(),
                Objects.requireNonNullElse(response.contentType(), ""),
                response.asByteArray());
        if (response.header("X-Request-Id") == null) {
            throw new AssertionError(method + " " + path + ": the answer has no X-Request-Id");
        }
        contract().breachBy(answer).ifPresent(breach -> {
            throw new AssertionError("%s %s was answered %d, which the OpenAPI document does not promise: %s"
                    .formatted(method, path, answer.status(), breach));
        });
    }

    private synchronized Contract contract() {
        if (contract == null) {
            byte[] document = TestCallers.admin()
                    .bare()
                    .noFilters()
                    .get("/api/schema?format=json")
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray();
            try {
                contract = new Contract(new ObjectMapper().readTree(document));
            } catch (IOException e) {
                throw new AssertionError("the OpenAPI document cannot be read", e);
            }
        }
        return contract;
    }
}
