package io.sanasend.api.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.http.ContentType;
import io.sanasend.api.schedule.TestSchedule;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ApiTest
class AuditedChangesIT {

    private static final String NEW_PASSWORD = "another horse battery";

    @Inject
    StubWorker worker;

    @Inject
    TestNumbers numbers;

    @Inject
    TestSchedule schedule;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private final Tenant admin = TestCallers.admin();

    @AfterEach
    void bringWorkerBack() {
        worker.comeBack();
        TestAudit.isIntact();
    }

    @Test
    void ofUsersLeaveARowEach() {
        Tenant tenant = TestCallers.newTenant();
        String path = "/api/v1/users/" + tenant.id() + "/";

        admin.call()
                .body(Map.of("max_messages_per_day", 77, "email", "private@example.com"))
                .patch(path)
                .then()
                .statusCode(200);
        admin.call().body(Map.of("password", NEW_PASSWORD)).patch(path).then().statusCode(200);
        admin.call().post(path + "deactivate/").then().statusCode(200);
        admin.call().post(path + "deactivate/").then().statusCode(200);
        admin.call().post(path + "activate").then().statusCode(200);
        admin.call().delete(path).then().statusCode(200);

        List<TestAudit.Row> rows = TestAudit.of("user/" + tenant.id());
        assertThat(rows)
                .extracting(TestAudit.Row::action)
                .containsExactly(
                        "user.create", "user.change", "user.change", "user.deactivate", "user.activate", "user.delete");
        assertThat(rows.get(0).before()).isNull();
        assertThat(rows.get(0).after())
                .containsEntry("username", tenant.username())
                .containsEntry("is_staff", false)
                .containsEntry("max_messages_per_day", 1000);
        assertThat(rows.get(1).before()).isEqualTo(Map.of("max_messages_per_day", 1000, "email", "(hidden)"));
        assertThat(rows.get(1).after()).isEqualTo(Map.of("max_messages_per_day", 77, "email", "(hidden)"));
        assertThat(rows.get(2).after()).isEqualTo(Map.of("password", "(hidden)"));
        assertThat(rows.get(3).before()).isEqualTo(Map.of("is_active", true));
        assertThat(rows.get(3).after()).isEqualTo(Map.of("is_active", false));
        assertThat(rows.get(5).before()).containsEntry("username", tenant.username());
        assertThat(rows.get(5).after()).isNull();
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.all())
                        .containsEntry("actor_id", admin.id())
                        .containsEntry("actor_name", admin.username())
                        .containsEntry("address", "127.0.0.1")
                        .hasEntrySatisfying(
                                "credential",
                                login -> assertThat((String) login).startsWith("login "))
                        .hasEntrySatisfying(
                                "request_id", id -> assertThat((String) id).isNotEmpty()));
        assertThat(rows.toString()).doesNotContain("example.com", NEW_PASSWORD, tenant.password(), "argon2", "$2");
    }

    @Test
    void ofOnesPasswordLeavesARowWithoutIt() {
        Tenant tenant = TestCallers.newTenant();

        tenant.call()
                .body(Map.of("old_password", tenant.password(), "new_password", NEW_PASSWORD))
                .post("/api/v1/auth/change-password/")
                .then()
                .statusCode(200);

        TestAudit.Row row = TestAudit.of("user/" + tenant.id()).getLast();
        assertThat(row.action()).isEqualTo("user.password");
        assertThat(row.all()).containsEntry("actor_id", tenant.id());
        assertThat(row.toString()).doesNotContain(NEW_PASSWORD, tenant.password());
    }

    @Test
    void ofKeysLeaveARowEachThatSaysWithWhichKey() {
        Tenant tenant = TestCallers.newTenant();
        String managing = tenant.call()
                .body(Map.of("name", "managing", "scopes", List.of("keys:manage")))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(201)
                .extract()
                .path("data.key");
        Map<String, Object> made = given().contentType(ContentType.JSON)
                .header("X-Api-Key", managing)
                .body(Map.of("name", "+4915112345678", "scopes", List.of("keys:manage")))
                .post("/api/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("data");
        String path = "/api/v1/api-keys/" + made.get("id") + "/";

        tenant.call()
                .body(Map.of("name", "other", "ip_whitelist", List.of("192.168.100.0/24")))
                .patch(path)
                .then()
                .statusCode(200);
        tenant.call().body(Map.of("name", "other")).patch(path).then().statusCode(200);
        tenant.bare().delete(path).then().statusCode(200);

        List<TestAudit.Row> rows = TestAudit.of("api-key/" + made.get("id"));
        assertThat(rows)
                .extracting(TestAudit.Row::action)
                .containsExactly("api-key.create", "api-key.change", "api-key.delete");
        assertThat(rows.get(0).after())
                .containsEntry("prefix", made.get("prefix"))
                .containsEntry("user", tenant.id())
                .containsEntry("scopes", List.of("keys:manage"));
        assertThat(rows.get(0).all())
                .containsEntry("credential", managing.substring(0, 16))
                .containsEntry("actor_id", tenant.id());
        assertThat(rows.get(1).before()).containsOnlyKeys("name", "ip_whitelist");
        assertThat(rows.get(1).after()).isEqualTo(Map.of("name", "other", "ip_whitelist", List.of("192.168.100.0/24")));
        assertThat(rows.toString()).doesNotContain(managing, (String) made.get("key"), "4915112345678");
    }

    @Test
    void ofSessionsLeaveARowEach() {
        Number number = numbers.linked(events);
        Tenant tenant = number.tenant();
        Number other = numbers.started(tenant, "+49 1511 2345678");
        String id = "/" + other.id() + "/";

        tenant.bare().post("/api/v1/sessions/refresh-qr" + id).then().statusCode(200);
        tenant.bare().post("/api/v1/sessions/set-primary" + id).then().statusCode(200);
        tenant.bare().post("/api/v1/sessions/set-primary" + id).then().statusCode(200);
        tenant.call()
                .body(Map.of("per_minute", 7))
                .put("/api/v1/sessions" + id + "pacing/")
                .then()
                .statusCode(200);
        tenant.bare().delete("/api/v1/sessions" + id + "pacing/").then().statusCode(200);
        tenant.bare().delete("/api/v1/sessions" + id + "pacing/").then().statusCode(200);
        tenant.bare().post("/api/v1/sessions/disconnect" + id).then().statusCode(200);
        tenant.bare().post("/api/v1/sessions/reconnect" + id).then().statusCode(200);
        tenant.bare().post("/api/v1/sessions/logout" + id).then().statusCode(200);
        tenant.bare().delete("/api/v1/sessions/delete" + id).then().statusCode(200);

        List<TestAudit.Row> rows = TestAudit.of("session/" + other.id());
        assertThat(rows)
                .extracting(TestAudit.Row::action)
                .containsExactly(
                        "session.init",
                        "session.refresh-qr",
                        "session.set-primary",
                        "session.set-pacing",
                        "session.reset-pacing",
                        "session.disconnect",
                        "session.reconnect",
                        "session.logout",
                        "session.delete");
        assertThat(rows.get(0).after())
                .containsEntry("session", other.sessionId())
                .containsEntry("is_primary", false);
        assertThat(rows.get(2).before()).isEqualTo(Map.of("primary", number.id()));
        assertThat(rows.get(2).after()).isEqualTo(Map.of("primary", other.id()));
        assertThat(rows.get(3).after()).containsEntry("per_minute", 7);
        assertThat(rows.get(5).before()).containsEntry("is_wanted", true);
        assertThat(rows.get(5).after()).isEqualTo(Map.of("is_wanted", false));
        assertThat(rows).allSatisfy(row -> assertThat(row.all()).containsEntry("actor_id", tenant.id()));
        assertThat(rows.toString()).doesNotContain("2345678", "https://wa.me/");
    }

    @Test
    void ofASessionWhoseWorkerIsAwayLeaveARowOfTheDecisionAndOneThatItWasTakenBack() {
        Number number = numbers.linked(events);
        worker.goAway();

        number.tenant()
                .bare()
                .post("/api/v1/sessions/disconnect/" + number.id() + "/")
                .then()
                .statusCode(503);

        List<TestAudit.Row> rows = TestAudit.of("session/" + number.id());
        assertThat(rows)
                .extracting(TestAudit.Row::action)
                .containsExactly("session.init", "session.disconnect", "session.not-done");
        assertThat(rows.getLast().after()).isEqualTo(Map.of("action", "session.disconnect", "is_wanted", true));
    }

    @Test
    void ofQueuesLeaveARowEach() {
        Number number = numbers.linked(events);
        numbers.enter(events, number, SessionState.RECONNECTING);
        int message = number.tenant()
                .call()
                .header("Prefer", "respond-async")
                .body(Map.of("recipient", "+4915112345678", "message", "a secret matter"))
                .post("/api/v1/messages/send-text/")
                .then()
                .statusCode(202)
                .extract()
                .path("data.dbId");
        String path = "/api/v1/queues/" + number.id() + "/";

        for (String step : List.of("pause/", "pause", "resume/", "resume/")) {
            admin.call().post(path + step).then().statusCode(200);
        }
        admin.call()
                .body(Map.of("message_id", message))
                .post(path + "drop/")
                .then()
                .statusCode(200);
        admin.call().body(Map.of()).post(path + "drop/").then().statusCode(200);
        admin.call().body(Map.of()).post(path + "requeue/").then().statusCode(200);

        List<TestAudit.Row> rows = TestAudit.of("queue/" + number.id());
        assertThat(rows).extracting(TestAudit.Row::action).startsWith("queue.pause", "queue.resume", "queue.drop");
        assertThat(rows.get(0).before()).isEqualTo(Map.of("is_paused", false));
        assertThat(rows.get(0).after()).isEqualTo(Map.of("is_paused", true));
        assertThat(rows.get(2).after()).isEqualTo(Map.of("messages", 1, "message", message));
        assertThat(rows.toString()).doesNotContain("a secret matter", "4915112345678");
    }

    @Test
    void ofScheduledWorkLeaveARow() {
        schedule.look();
        int before = TestAudit.of("scheduled-work/logins-cleaning").size();

        admin.call().post("/api/v1/scheduled-work/logins-cleaning/run/").then().statusCode(200);
        admin.call().post("/api/v1/scheduled-work/nothing/run/").then().statusCode(404);

        assertThat(TestAudit.of("scheduled-work/logins-cleaning")).hasSize(before + 1);
        assertThat(TestAudit.of("scheduled-work/nothing")).isEmpty();
    }

    @Test
    void thatAreRefusedLeaveNone() {
        Tenant tenant = TestCallers.newTenant();
        Number foreign = numbers.linked(events);
        String key = tenant.newKey();
        long head = TestAudit.head();

        tenant.call()
                .body(Map.of("name", "x", "scopes", List.of("nonsense")))
                .post("/api/v1/api-keys/")
                .then()
                .statusCode(422);
        tenant.bare().delete("/api/v1/api-keys/999999999/").then().statusCode(404);
        tenant.bare()
                .delete("/api/v1/sessions/delete/" + foreign.id() + "/")
                .then()
                .statusCode(404);
        tenant.bare()
                .post("/api/v1/sessions/set-primary/" + foreign.id() + "/")
                .then()
                .statusCode(404);
        tenant.call()
                .body(Map.of("per_minute", -1))
                .put("/api/v1/sessions/" + foreign.id() + "/pacing/")
                .then()
                .statusCode(422);
        tenant.call()
                .body(Map.of("username", "nobody"))
                .post("/api/v1/users/")
                .then()
                .statusCode(403);
        given().header("X-Api-Key", key)
                .delete("/api/v1/users/" + tenant.id() + "/")
                .then()
                .statusCode(403);
        admin.bare().delete("/api/v1/users/" + admin.id() + "/").then().statusCode(409);
        admin.call()
                .body(Map.of("is_active", false))
                .patch("/api/v1/users/" + admin.id() + "/")
                .then()
                .statusCode(409);
        admin.call()
                .body(Map.of("username", tenant.username()))
                .patch("/api/v1/users/" + admin.id() + "/")
                .then()
                .statusCode(422);
        tenant.call()
                .body(Map.of("old_password", "wrong horse battery", "new_password", NEW_PASSWORD))
                .post("/api/v1/auth/change-password/")
                .then()
                .statusCode(422);
        foreign.tenant()
                .bare()
                .post("/api/v1/sessions/refresh-qr/" + foreign.id() + "/")
                .then()
                .statusCode(409);

        assertThat(TestAudit.head()).isEqualTo(head);
    }
}
