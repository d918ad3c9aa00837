package io.sanasend.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sanasend.api.testing.Contract.Answered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractTest {

    private Contract contract;

    @BeforeEach
    void read() throws IOException {
        contract = new Contract(new ObjectMapper().readTree("""
                {"components": {"schemas": {
                   "Thing": {"type": "object", "required": ["id"],
                             "properties": {"id": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}},
                   "Problem": {"type": "object", "properties": {"error_code": {"type": "string"}}}}},
                 "paths": {
                   "/things/{id}/": {"get": {"responses": {
                      "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                      "404": {"content": {"application/problem+json": {
                          "schema": {"$ref": "#/components/schemas/Problem"}, "examples": {"THING_NOT_FOUND": {}}}}}}}},
                   "/things/last/": {"delete": {"responses": {"204": {}}}}}}
                """));
    }

    @Test
    void takesWhatIsDescribed() {
        assertThat(breach("GET", "/things/7", 200, "{\"id\": 7}")).isNull();
        assertThat(breach("GET", "/things/7/", 404, "{\"error_code\": \"THING_NOT_FOUND\"}"))
                .isNull();
        assertThat(breach("DELETE", "/things/last/", 204, "")).isNull();
        assertThat(breach("GET", "/things/last/", 405, "{}")).isNull();
        assertThat(breach("GET", "/nothing/", 404, "{}")).isNull();
    }

    @Test
    void namesWhatIsNot() {
        assertThat(breach("GET", "/things/7/", 200, "{}")).contains("id");
        assertThat(breach("GET", "/things/7/", 200, "{\"id\": \"7\"}")).contains("integer");
        assertThat(breach("GET", "/things/7/", 200, "{\"id\": 7, \"more\": 1}")).contains("more");
        assertThat(breach("GET", "/things/7/", 200, "{\"id\": 7, \"at\": \"now\"}"))
                .contains("date-time");
        assertThat(breach("GET", "/things/7/", 409, "{}")).contains("status");
        assertThat(breach("GET", "/things/7/", 404, "{\"error_code\": \"OTHER\"}"))
                .contains("OTHER");
        assertThat(breach("POST", "/things/7/", 200, "{\"id\": 7}")).contains("POST");
        assertThat(breach("GET", "/nothing/", 200, "{}")).contains("no such path");
    }

    private String breach(String method, String path, int status, String body) {
        String type = status < 400 ? "application/json" : "application/problem+json";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return contract.breachBy(new Answered(method, path, status, type, bytes))
                .orElse(null);
    }
}
