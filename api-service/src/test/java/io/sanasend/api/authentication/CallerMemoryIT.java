package io.sanasend.api.authentication;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.security.identity.SecurityIdentity;
import io.restassured.specification.RequestSpecification;
import io.sanasend.api.apikey.KnownKeys;
import io.sanasend.api.login.KnownLogins;
import io.sanasend.api.security.AccessTokens;
import io.sanasend.api.security.AddressBlock;
import io.sanasend.api.testing.ApiTest;
import io.sanasend.api.testing.DatabaseCost;
import io.sanasend.api.testing.TestCallers;
import io.sanasend.api.testing.TestCallers.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** Whoever called a moment ago is let in from memory, and a change of it is heard of at once, on every replica. */
@ApiTest
class CallerMemoryIT {

    private static final String USERS = "sanasend:fanout:changed-users";
    private static final String KEYS = "sanasend:fanout:changed-api-keys";

    @Inject
    SessionFactory database;

    @Inject
    RedisDataSource redis;

    @Inject
    AccessTokens tokens;

    @Inject
    KnownLogins logins;

    @Inject
    KnownKeys keys;

    @Test
    void answersWhoTheCallerIsWithoutTheDatabase() {
        Tenant tenant = TestCallers.newTenant();
        String key = tenant.newKey();
        assertThat(status(tenant.bare())).isEqualTo(200);
        assertThat(status(with(key))).isEqualTo(200);

        DatabaseCost cost = DatabaseCost.of(database, () -> {
            tenant.bare().get("/api/v1/auth/me").then().body("data.username", equalTo(tenant.username()));
            with(key).get("/api/v1/auth/me/").then().body("data.id", equalTo(tenant.id()));
        });

        assertThat(cost).isEqualTo(new DatabaseCost(0, 0));
    }

    @Test
    void leavesTheThreadOnlyForCallersItDoesNotRemember() {
        Tenant tenant = TestCallers.newTenant();
        assertThatThrownBy(() -> identify(new Credential.Bearer(tenant.token())))
                .isInstanceOf(LeftTheThread.class);
        String key = tenant.newKey();
        status(tenant.bare());
        status(with(key));

        assertThat(identify(new Credential.Bearer(tenant.token()))
                        .getPrincipal()
                        .getName())
                .isEqualTo(tenant.username());
        assertThat(identify(new Credential.Key(key)).getPrincipal().getName()).isEqualTo(tenant.username());
    }

    @Test
    void refusesAMistypedKeyWithoutLookingAnythingUp() {
        String key = TestCallers.newTenant().newKey();
        String mistyped = key.substring(0, key.length() - 1) + (key.endsWith("x") ? "y" : "x");

        DatabaseCost cost = DatabaseCost.of(
                database, () -> assertThat(status(with(mistyped))).isEqualTo(401));

        assertThat(cost.statements()).isZero();
    }

    @Test
    void hearsAtOnceThatAnotherReplicaDeactivatedAUser() {
        Tenant tenant = TestCallers.newTenant();
        status(tenant.bare());

        sql("UPDATE users SET is_active = false WHERE id = " + tenant.id());
        assertThat(status(tenant.bare())).isEqualTo(200);
        redis.pubsub(String.class).publish(USERS, Integer.toString(tenant.id()));

        Awaitility.await().until(() -> status(tenant.bare()) == 401);
    }

    @Test
    void hearsAtOnceThatAnotherReplicaRevokedAKey() {
        String key = TestCallers.newTenant().newKey();
        String keyId = key.substring(4, 16);
        status(with(key));

        sql("UPDATE api_keys SET is_active = false WHERE key_id = '" + keyId + "'");
        assertThat(status(with(key))).isEqualTo(200);
        redis.pubsub(String.class).publish(KEYS, keyId);

        Awaitility.await().until(() -> status(with(key)) == 401);
    }

    @Test
    void looksAgainAfterItMayHaveMissedSomething() {
        Tenant tenant = TestCallers.newTenant();
        status(tenant.bare());
        sql("UPDATE users SET is_active = false WHERE id = " + tenant.id());

        redis.execute("CLIENT", "KILL", "TYPE", "pubsub");

        Awaitility.await().until(() -> status(tenant.bare()) == 401);
    }

    private SecurityIdentity identify(Credential credential) {
        CallerRequest request = new CallerRequest(credential, AddressBlock.address("127.0.0.1"));
        CallerProvider provider = new CallerProvider(tokens, logins, keys, new StayHere());
        return provider.authenticate(request, work -> Uni.createFrom().item(work))
                .await()
                .indefinitely();
    }

    private void sql(String statement) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.getCurrentSession()
                        .createNativeMutationQuery(statement)
                        .executeUpdate());
    }

    private static RequestSpecification with(String key) {
        return given().header("X-Api-Key", key);
    }

    private static int status(RequestSpecification call) {
        return call.get("/api/v1/auth/me/").statusCode();
    }

    /** Lets nothing leave the thread it came on. */
    private static final class StayHere extends AbstractExecutorService {

        @Override
        public void execute(Runnable work) {
            throw new LeftTheThread();
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private static final class LeftTheThread extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
