package io.sanasend.api.openapi;

import static io.restassured.RestAssured.given;

import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.WrittenDocument;
import org.junit.jupiter.api.Test;

@ApiTest
class OpenApiDocumentIT {

    @Test
    void isKeptBesideTheCode() {
        String served = given().get("/api/schema?format=yaml")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .strip();

        new WrittenDocument("openapi.yaml").mustBe(served + "\n");
    }
}
