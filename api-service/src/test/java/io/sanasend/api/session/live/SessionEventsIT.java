package io.sanasend.api.session.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.EventReader;
import io.sanasend.api.testing.StubWorker;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.sanasend.api.testing.TestNumbers;
import io.sanasend.api.testing.TestNumbers.Number;
import io.sanasend.model.session.SessionState;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ApiTest
class SessionEventsIT {

    @Inject
    TestNumbers numbers;

    @Inject
    StubWorker worker;

    @Inject
    Streams streams;

    @Inject
    Seats seats;

    @Inject
    LiveSessions live;

    @Inject
    AgroalDataSource database;

    @Inject
    RedisDataSource redis;

    @Inject
    SessionFactory hibernate;

    @TestHTTPResource
    URI api;

    @TestHTTPResource(value = "/internal/worker-events", management = true)
    URL events;

    private final List<EventReader> opened = new ArrayList<>();

    @AfterEach
    void closeStreams() {
        opened.forEach(EventReader::close);
        streams.endAll();
        await().until(() -> seats.open() == 0);
    }

    @ParameterizedTest
    @CsvSource({"login, ''", "login, /", "key, ''", "key, /"})
    void beginsWithTheStatusOfTheSession(String credential, String slash) {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        JsonNode status = number.tenant()
                .bare()
                .get("/api/v1/sessions/status/")
                .as(JsonNode.class)
                .path("data");

        EventReader reader = credential.equals("key")
                ? open(
                        "/api/v1/sessions/" + number.id() + "/events" + slash,
                        "X-Api-Key",
                        number.tenant().newKey())
                : open(number, "/events" + slash);

        await().until(() -> reader.events().size() == 2);
        assertThat(reader.events()).extracting(EventReader.Event::name).containsExactly("state", "qr");
        assertThat(reader.events()).extracting(EventReader.Event::data).containsOnly(status);
        assertThat(reader.events().getLast().id())
                .isGreaterThan(reader.events().getFirst().id());
        assertThat(reader.retries()).containsExactly("3000");
    }

    @Test
    void saysToProxiesAndBrowsersNotToKeepIt() {
        EventReader reader = open(numbers.started(TestCallers.newTenant(), "Instance"), "/events/");

        assertThat(reader.response().statusCode()).isEqualTo(200);
        assertThat(reader.response().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(reader.response().headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(reader.response().headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void showsEachNewQrCodeAndEachTurn() {
        Number number = numbers.started(TestCallers.newTenant(), "Instance");
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.named("qr").size() == 1);

        numbers.rotateQr(events, number);
        await().until(() -> reader.named("qr").size() == 2);
        numbers.enter(events, number, SessionState.CONNECTED);
        await().until(() -> reader.named("state").size() == 2);

        assertThat(reader.named("qr"))
                .extracting(event -> event.data().path("qrPayload").asText())
                .doesNotHaveDuplicates();
        JsonNode connected = reader.named("state").getLast().data();
        assertThat(connected.path("status").asText()).isEqualTo("connected");
        assertThat(connected.path("qrPayload").isNull()).isTrue();
    }

    @Test
    void showsAnotherReplicasChangeAtOnce() throws SQLException {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.events().size() == 1);

        change(number, "reconnecting");
        redis.pubsub(String.class).publish("sanasend:fanout:session-revised", "another-replica:" + number.id());

        await().until(() -> reader.events().size() == 2);
        assertThat(reader.events().getLast().data().path("status").asText()).isEqualTo("reconnecting");
    }

    @Test
    void findsWhatItWasNotToldOf() throws SQLException {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.events().size() == 1);

        change(number, "reconnecting");
        live.wakeAll();

        await().until(() -> reader.events().size() == 2);
    }

    @Test
    void readsARowOnceForAllWhoWatchIt() {
        Number number = numbers.linked(events);
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            readers.add(open(number, "/events/"));
        }
        await().until(() -> readers.stream().allMatch(reader -> reader.events().size() == 1));
        Statistics statistics = hibernate.getStatistics();

        // Lanes of other tests may be looked at meanwhile; then it is counted again.
        await().untilAsserted(() -> {
            long before = statistics.getPrepareStatementCount();
            live.wakeAll();
            await().until(() -> statistics.getPrepareStatementCount() > before);
            assertThat(statistics.getPrepareStatementCount() - before).isEqualTo(1);
        });
    }

    @Test
    void holdsNoConnectionToTheDatabaseAndNoThread() {
        int threadsBefore = platformThreads();
        for (int tenant = 0; tenant < 4; tenant++) {
            Number number = numbers.linked(events);
            for (int i = 0; i < 10; i++) {
                EventReader reader = open(number, "/events/");
                await().until(() -> reader.events().size() == 1);
            }
        }

        await().until(() -> database.getMetrics().activeCount() == 0);
        assertThat(seats.open()).isEqualTo(40);
        assertThat(platformThreads() - threadsBefore).isLessThan(20);
    }

    @Test
    void endsWithAWordWhenTheSessionIsDeleted() {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.events().size() == 1);

        number.tenant()
                .bare()
                .delete("/api/v1/sessions/delete/" + number.id() + "/")
                .then()
                .statusCode(200);

        await().until(reader::hasEnded);
        EventReader.Event last = reader.events().getLast();
        assertThat(last.name()).isEqualTo("state");
        assertThat(last.data().path("status").asText()).isEqualTo("deleted");
        assertThat(last.data().path("exists").asBoolean()).isFalse();
        assertThat(last.data().path("sessionId").asText()).isEqualTo(number.sessionId());
    }

    @Test
    void saysNowAndThenThatItIsStillThere() {
        EventReader reader = open(numbers.linked(events), "/events/");

        await().untilAsserted(() -> {
            streams.tick();
            assertThat(reader.comments()).isGreaterThan(2);
        });
        assertThat(reader.hasEnded()).isFalse();
    }

    @Test
    void endsWhenItsKeyIsRevoked() {
        Number number = numbers.linked(events);
        String key = number.tenant().newKey();
        EventReader reader = open("/api/v1/sessions/" + number.id() + "/events/", "X-Api-Key", key);
        EventReader other = open(number, "/events/");
        int id = number.tenant().bare().get("/api/v1/api-keys/").path("results[0].id");
        number.tenant().bare().delete("/api/v1/api-keys/" + id + "/").then().statusCode(200);

        await().untilAsserted(() -> {
            streams.tick();
            assertThat(reader.hasEnded()).isTrue();
        });
        assertThat(other.hasEnded()).isFalse();
    }

    @Test
    void endsWhenItsUserIsDeactivated() throws SQLException {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        execute(
                "UPDATE users SET is_active = false WHERE id = ?",
                number.tenant().id());
        redis.pubsub(String.class)
                .publish(
                        "sanasend:fanout:changed-users",
                        Integer.toString(number.tenant().id()));

        await().untilAsserted(() -> {
            streams.tick();
            assertThat(reader.hasEnded()).isTrue();
        });
    }

    @Test
    void endsAllStreamsAtOnceWhenTheServiceStops() {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.events().size() == 1);

        streams.endAll();

        await().until(reader::hasEnded);
        assertThat(seats.open()).isZero();
    }

    @Test
    void forgetsAReaderThatWentAway() {
        Number number = numbers.linked(events);
        EventReader reader = open(number, "/events/");
        await().until(() -> reader.events().size() == 1);

        reader.close();

        await().until(() -> seats.open() == 0);
    }

    @Test
    void letsAUserWatchNoMoreThanTenAtOnce() {
        Number number = numbers.linked(events);
        List<EventReader> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(open(number, "/events/"));
        }

        number.tenant()
                .bare()
                .get("/api/v1/sessions/" + number.id() + "/events/")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("error_code", equalTo("RATE_LIMIT_EXCEEDED"));

        readers.getFirst().close();
        await().until(() -> seats.open() == 9);
        assertThat(open(number, "/events/").response().statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotShowAnotherTenantsSession() {
        Number number = numbers.linked(events);
        Tenant stranger = TestCallers.newTenant();

        for (Object id : List.of(number.id(), number.sessionId(), "nonsense")) {
            stranger.bare()
                    .get("/api/v1/sessions/" + id + "/events/")
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("error_code", equalTo("SESSION_NOT_FOUND"));
        }
        assertThat(seats.open()).isZero();
    }

    @Test
    void tellsWhichSessionIsThePrimary() {
        Number first = numbers.started(TestCallers.newTenant(), "first");
        Number second = numbers.started(first.tenant(), "second");
        EventReader reader = open(first, "/events/");
        await().until(() -> reader.named("state").size() == 1);

        first.tenant()
                .bare()
                .post("/api/v1/sessions/set-primary/" + second.id())
                .then()
                .statusCode(200);

        await().until(() -> reader.named("state").size() == 2);
        assertThat(reader.named("state").getLast().data().path("is_primary").asBoolean())
                .isFalse();
    }

    private EventReader open(Number number, String path) {
        return open(
                "/api/v1/sessions/" + number.id() + path,
                "Authorization",
                "Bearer " + number.tenant().token());
    }

    private EventReader open(String path, String header, String value) {
        EventReader reader = EventReader.open(api.resolve(path), header, value);
        opened.add(reader);
        return reader;
    }

    /** As another replica would. */
    private void change(Number number, String state) throws SQLException {
        execute("UPDATE sessions SET state = '" + state + "' WHERE id = ?", number.id());
    }

    private void execute(String sql, int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    private static int platformThreads() {
        return Thread.getAllStackTraces().size();
    }
}
