package io.sanasend.api.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.sanasend.api.audit.AuditChain.Fault;
import io.sanasend.api.audit.AuditChain.Finding;
import io.sanasend.api.testing.ApiTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ApiTest
class AuditChainIT {

    @Inject
    Audit audit;

    @Inject
    AuditChain chain;

    @Inject
    AuditTable table;

    @Inject
    Actors actors;

    @Inject
    AgroalDataSource database;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @Inject
    Clock clock;

    @Test
    void hasNoRowOfAChangeThatWasRolledBack() throws SQLException {
        long before = table.head().id();

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    record("rolled-back");
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(table.head().id()).isEqualTo(before);
        assertThat(TestAudit.of("scheduled-work/rolled-back")).isEmpty();
    }

    @Test
    void isOneForManyThreadsAndTwoReplicas() throws Exception {
        long before = table.head().id();
        // A replica is what its beans are; these share nothing but the database with the others.
        Audit other = new Audit(actors, new AuditTable(database, clock), transactions);
        Callable<Void> here = () -> twice(audit);
        Callable<Void> there = () -> twice(other);

        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            for (var done : threads.invokeAll(IntStream.range(0, 50)
                    .mapToObj(i -> i % 2 == 0 ? here : there)
                    .toList())) {
                done.get();
            }
        }

        assertThat(table.head().id()).isEqualTo(before + 100);
        assertThat(chain.walk(1, Long.MAX_VALUE / 2)).isInstanceOf(Finding.Intact.class);
    }

    private Void twice(Audit replica) {
        QuarkusTransaction.requiringNew().run(() -> {
            replica.record(AuditAction.WORK_RUN, "parallel", Facts.NONE, Facts.NONE.with("n", 1));
            replica.record(AuditAction.WORK_RUN, "parallel", Facts.NONE, Facts.NONE.with("n", 2));
        });
        return null;
    }

    @Test
    void preventsAChangeItCannotTellOf() throws SQLException {
        long before = table.head().id();

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> {
                    record("untold");
                    // Takes the place of the row that is to come.
                    execute("INSERT INTO audit_log (id, at, action, object_kind, object_id, hash)"
                            + " SELECT id + 1, now(), 'x', 'x', 'x', '' FROM audit_head");
                    return null;
                }))
                .isNotNull();

        assertThat(table.head().id()).isEqualTo(before);
        assertThat(TestAudit.of("scheduled-work/untold")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_log SET actor_name = 'nobody'",
                "DELETE FROM audit_log WHERE id = 1",
                "TRUNCATE audit_log",
                "DELETE FROM audit_head",
                "TRUNCATE audit_head"
            })
    void refusesToBeChanged(String sql) throws SQLException {
        assertThatThrownBy(() -> execute(sql)).isInstanceOf(SQLException.class);
        // Nor when the owner takes its rights back.
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> {
                    execute("GRANT ALL ON audit_log TO CURRENT_USER");
                    execute(sql);
                    return null;
                }))
                .rootCause()
                .hasMessageContaining("are not changed or removed");

        assertThat(chain.walk(1, Long.MAX_VALUE / 2)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void showsWhichRowWasChangedFirst() throws SQLException {
        long id = recorded(3) - 1;

        for (String change : new String[] {
            "actor_id = 4711",
            "actor_name = 'somebody'",
            "at = at + interval '1 microsecond'",
            "address = '10.0.0.1'",
            "action = 'user.delete'",
            "object_id = 'other'",
            "before = '{}'",
            "after = '{\"n\":2}'",
            "request_id = 'r'",
            "hash = decode(repeat('00', 32), 'hex')"
        }) {
            assertThat(after("UPDATE audit_log SET " + change + " WHERE id IN (" + id + ", " + (id + 1) + ")"))
                    .as(change)
                    .isEqualTo(new Finding.Broken(id, Fault.CHANGED));
        }
    }

    @Test
    void showsTheFirstRowThatIsMissing() throws SQLException {
        long last = recorded(4);

        assertThat(after("DELETE FROM audit_log WHERE id = " + (last - 2)))
                .isEqualTo(new Finding.Broken(last - 2, Fault.MISSING));
        assertThat(after("DELETE FROM audit_log WHERE id = 1")).isEqualTo(new Finding.Broken(1, Fault.MISSING));
        assertThat(after("DELETE FROM audit_log WHERE id > " + (last - 2)))
                .as("a tail that was cut")
                .isEqualTo(new Finding.Broken(last - 1, Fault.MISSING));
        assertThat(after("DELETE FROM audit_log")).isEqualTo(new Finding.Broken(1, Fault.MISSING));
    }

    @Test
    void showsAHeadThatWasSetBackOrIsGone() throws SQLException {
        long last = recorded(2);

        assertThat(after("UPDATE audit_head SET id = id - 1,"
                        + " hash = (SELECT hash FROM audit_log WHERE id = audit_head.id - 1)"))
                .isEqualTo(new Finding.Broken(last, Fault.UNKNOWN_TO_THE_HEAD));
        assertThat(after("UPDATE audit_head SET hash = decode(repeat('11', 32), 'hex')"))
                .isEqualTo(new Finding.Broken(last, Fault.CHANGED));
        assertThat(after("DELETE FROM audit_head")).isEqualTo(new Finding.Broken(1, Fault.UNKNOWN_TO_THE_HEAD));
    }

    @Test
    void isWalkedInPieces() throws SQLException {
        long last = recorded(5);

        assertThat(chain.walk(1, 2)).isInstanceOfSatisfying(Finding.Intact.class, found -> {
            assertThat(found.last()).isEqualTo(2);
            assertThat(found.head().id()).isEqualTo(last);
        });
        assertThat(chain.walk(last - 2, 2))
                .isInstanceOfSatisfying(
                        Finding.Intact.class, found -> assertThat(found.last()).isEqualTo(last - 1));
        assertThat(chain.walk(last, 100))
                .isInstanceOfSatisfying(
                        Finding.Intact.class, found -> assertThat(found.last()).isEqualTo(last));
        assertThat(chain.walk(last + 1, 100)).isInstanceOf(Finding.Intact.class);
    }

    /** What a walk finds after somebody with all rights was at the tables; nothing of it stays. */
    private Finding after(String tampering) throws SQLException {
        QuarkusTransaction.begin();
        try {
            execute("GRANT ALL ON audit_log TO CURRENT_USER");
            execute("ALTER TABLE audit_log DISABLE TRIGGER USER");
            execute("ALTER TABLE audit_head DISABLE TRIGGER USER");
            execute(tampering);
            return chain.walk(1, Long.MAX_VALUE / 2);
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    /** Appends so many rows, and answers the id of the last. */
    private long recorded(int rows) throws SQLException {
        QuarkusTransaction.requiringNew().run(() -> IntStream.range(0, rows).forEach(_ -> record("chain")));
        return table.head().id();
    }

    private void record(String object) {
        audit.record(AuditAction.WORK_RUN, object, Facts.NONE, Facts.NONE.with("n", 1));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
