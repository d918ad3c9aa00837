package io.sanasend.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageTest {

    @ParameterizedTest
    @CsvSource({
        ", true",
        "08006, true",
        "40P01, true",
        "57P01, true",
        "53300, true",
        "23505, false",
        "42P01, false",
        "57014, false"
    })
    void isToldByTheStateOfTheFailure(@Nullable String state, boolean outage) {
        Throwable wrapped = new IllegalStateException(new IllegalStateException(new SQLException("x", state)));

        assertThat(DatabaseOutage.isBehind(wrapped)).isEqualTo(outage);
    }

    @Test
    void isACommitThatWasLostButNotOneThatBrokeARule() {
        RollbackException lost = new RollbackException("x");
        RollbackException broken = new RollbackException("x");
        broken.initCause(new SQLException("x", "23505"));

        assertThat(DatabaseOutage.isBehind(new IllegalStateException(lost))).isTrue();
        assertThat(DatabaseOutage.isBehind(new IllegalStateException(broken))).isFalse();
    }

    @Test
    void isNotABug() {
        assertThat(DatabaseOutage.isBehind(new NullPointerException())).isFalse();
    }
}
