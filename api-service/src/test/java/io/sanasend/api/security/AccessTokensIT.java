package io.sanasend.api.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.ValidatableResponse;
import io.sanasend.api.login.TestLogins;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.KeyFiles;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ApiTest
class AccessTokensIT {

    @Inject
    SigningKeys keys;

    @Inject
    JWTParser parser;

    @Inject
    TestLogins logins;

    @TempDir
    Path directory;

    private Tenant tenant;
    private UUID login;

    @BeforeEach
    void begin() {
        tenant = TestCallers.newTenant();
        login = logins.begin(tenant.id()).id();
    }

    @Test
    void carryTheUserTheLoginAndAnIdOfTheirOwn() {
        String claims = part(tenant.token(), 1);

        assertThat(part(tenant.token(), 0)).contains("\"alg\":\"RS256\"", "\"kid\":\"" + keys.currentId() + "\"");
        assertThat(claims).contains("\"sub\":\"" + tenant.id() + "\"", "\"jti\":", "\"sid\":");
        assertThat(claims).doesNotContain(tenant.username());
    }

    @Test
    void letTheirUserIn() {
        me(signed(claims())).statusCode(200).body("data.id", equalTo(tenant.id()));
    }

    @Test
    void tellWhenTheyHaveExpired() {
        Instant anHourAgo = Instant.now().minusSeconds(3600);

        me(signed(claims().issuedAt(anHourAgo).expiresAt(anHourAgo.plusSeconds(60))))
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .body("error_code", equalTo("TOKEN_EXPIRED"));
    }

    @Test
    void areRefusedFromAnotherIssuerOrForAnotherAudience() {
        refused(signed(claims().issuer("somebody")));
        refused(signed(claims().audience("something")));
    }

    @Test
    void areRefusedWithoutALoginThatLasts() {
        refused(signed(claims().claim("sid", UUID.randomUUID().toString())));
        refused(signed(claims().claim("sid", "not an id")));
        refused(signed(Jwt.issuer("sanasend")
                .audience("sanasend")
                .subject(Integer.toString(tenant.id()))
                .expiresIn(60)));
    }

    @Test
    void areRefusedForTheLoginOfAnotherUser() {
        refused(signed(claims().subject(Integer.toString(TestCallers.newTenant().id()))));
    }

    @Test
    void areRefusedWithAnotherKeyUnderOurKeysName() {
        PrivateKey stranger = KeyFiles.pair("RSA", 2048).getPrivate();

        refused(claims().jws().keyId(keys.currentId()).sign(stranger));
    }

    @Test
    void areRefusedUnderAnyOtherName() {
        refused(claims().jws().keyId("another").sign(keys.current()));
        refused(claims().jws().sign(keys.current()));
    }

    @Test
    void areRefusedWithAnyOtherAlgorithm() {
        byte[] publicKey = keys.byId(keys.currentId()).orElseThrow().getEncoded();
        String unsigned = base64("{\"alg\":\"none\",\"kid\":\"" + keys.currentId() + "\"}") + "."
                + signed(claims()).split("\\.")[1] + ".";

        refused(claims().jws().keyId(keys.currentId()).sign(new SecretKeySpec(publicKey, "HmacSHA256")));
        refused(unsigned);
        refused(claims().jws()
                .algorithm(SignatureAlgorithm.RS512)
                .keyId(keys.currentId())
                .sign(keys.current()));
    }

    @Test
    void staysGoodWhenItsKeyIsRetired() {
        Path oldKey = KeyFiles.rsa(directory.resolve("old.pem"), 2048);
        Path newKey = KeyFiles.rsa(directory.resolve("new.pem"), 2048);
        AccessTokens before = tokensOf(Settings.with(oldKey, List.of()));
        AccessTokens rotated = tokensOf(Settings.with(newKey, List.of(oldKey)));

        String token = before.issue(7, login);

        assertThat(rotated.verify(token).userId()).isEqualTo(7);
        assertThat(rotated.verify(rotated.issue(8, login)).userId()).isEqualTo(8);
    }

    @Test
    void areNotRememberedBeyondTheirEnd() {
        String token = signed(claims().expiresAt(Instant.now().plusSeconds(2)));
        me(token).statusCode(200);

        Awaitility.await().untilAsserted(() -> me(token).statusCode(401).body("error_code", equalTo("TOKEN_EXPIRED")));
    }

    private AccessTokens tokensOf(SecurityConfig settings) {
        return new AccessTokens(parser, new SigningKeys(settings), settings, Clock.systemUTC());
    }

    private JwtClaimsBuilder claims() {
        return Jwt.issuer("sanasend")
                .audience("sanasend")
                .subject(Integer.toString(tenant.id()))
                .claim("sid", login.toString())
                .expiresAt(Instant.now().plusSeconds(600));
    }

    private String signed(JwtClaimsBuilder claims) {
        return claims.jws().keyId(keys.currentId()).sign(keys.current());
    }

    private static void refused(String token) {
        me(token).statusCode(401).body("error_code", equalTo("INVALID_CREDENTIALS"));
    }

    private static ValidatableResponse me(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get("/api/v1/auth/me/")
                .then();
    }

    private static String part(String token, int index) {
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
