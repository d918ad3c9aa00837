package io.sanasend.api.authentication;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.TestCallers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
@TestProfile(DocsForStaffIT.ForStaff.class)
class DocsForStaffIT {

    /** The service with its documentation closed. */
    public static final class ForStaff implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sanasend.web.docs-access", "staff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/docs/", "/api/redoc/", "/api/schema", "/api/schema/?format=json"})
    void showsTheDocumentationToStaffAlone(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("ApiKey"))
                .body("error_code", equalTo("AUTHENTICATION_REQUIRED"));
        TestCallers.newTenant()
                .bare()
                .get(path)
                .then()
                .statusCode(403)
                .body("error_code", equalTo("PERMISSION_DENIED"));
        TestCallers.admin().bare().get(path).then().statusCode(200);
    }
}
