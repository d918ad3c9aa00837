package io.sanasend.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditRowTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final Actor ACTOR = new Actor(7L, "alice", "wsk_x", "127.0.0.1", "r-1");
    private static final AuditRow ROW = new AuditRow(3, AT, ACTOR, "user.change", "user", "12", "{}", null);

    @Test
    void hasTheSameHashWhereverItIsMade() {
        assertThat(HexFormat.of().formatHex(ROW.hashAfter(new byte[32])))
                .isEqualTo("1c6e00c7730894f95be6126892b0476416940ba0acb0e6887fe3ce4e6ec63937");
    }

    @Test
    void hasAnotherHashWhenAnythingOfItIsAnother() {
        byte[] former = new byte[32];
        byte[] other = new byte[32];
        other[31] = 1;
        Stream<byte[]> hashes = Stream.of(
                ROW.hashAfter(former),
                ROW.hashAfter(other),
                new AuditRow(4, AT, ACTOR, "user.change", "user", "12", "{}", null).hashAfter(former),
                new AuditRow(3, AT.plusNanos(1_000), ACTOR, "user.change", "user", "12", "{}", null).hashAfter(former),
                new AuditRow(3, AT, Actor.SERVICE, "user.change", "user", "12", "{}", null).hashAfter(former),
                // Parts do not grow into each other, and nothing is not the same as an empty text.
                new AuditRow(3, AT, ACTOR, "user.changeu", "ser", "12", "{}", null).hashAfter(former),
                new AuditRow(3, AT, ACTOR, "user.change", "user", "12", null, "{}").hashAfter(former),
                new AuditRow(3, AT, ACTOR, "user.change", "user", "12", "{}", "").hashAfter(former));

        List<String> distinct = hashes.map(HexFormat.of()::formatHex).distinct().toList();
        assertThat(distinct).hasSize(8);
    }
}
