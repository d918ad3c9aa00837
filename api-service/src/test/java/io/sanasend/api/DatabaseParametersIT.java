package io.sanasend.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.api.testing.ApiTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@ApiTest
class DatabaseParametersIT {

    @Inject
    EntityManager database;

    /** The driver makes one more round trip before each statement with a parameter whose type it has to ask for. */
    @Test
    void aTimeGoesToTheServerWithItsType() {
        Object type = database.createNativeQuery("SELECT CAST(pg_typeof(:time) AS text)", String.class)
                .setParameter("time", Instant.EPOCH)
                .getSingleResult();

        assertThat(type).isEqualTo("timestamp with time zone");
    }

    @Test
    void aTimeArrivesAsItWasSent() {
        Instant sent = Instant.parse("2026-03-29T00:59:59.123456Z");

        Object arrived = database.createNativeQuery("SELECT CAST(:time AS timestamptz)", Instant.class)
                .setParameter("time", sent)
                .getSingleResult();

        assertThat(arrived).isEqualTo(sent);
    }
}
