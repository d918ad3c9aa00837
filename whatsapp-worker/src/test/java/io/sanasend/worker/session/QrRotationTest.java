package io.sanasend.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.session.QrCode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QrRotationTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final QrRotation rotation = new QrRotation();

    @Test
    void showsNothingAtFirst() {
        assertThat(rotation.current()).isNull();
        assertThat(rotation.rounds()).isZero();
    }

    @Test
    void theFirstCodeOfARoundLivesLongerThanTheOthers() {
        rotation.show("a", NOW);
        QrCode first = rotation.current();
        rotation.show("b", NOW.plusSeconds(60));
        QrCode second = rotation.current();

        assertThat(first).isEqualTo(new QrCode("a", 1, NOW.plusSeconds(60)));
        assertThat(second).isEqualTo(new QrCode("b", 2, NOW.plusSeconds(80)));
    }

    @Test
    void theSameTextIsNoNewVersion() {
        boolean first = rotation.show("a", NOW);
        boolean again = rotation.show("a", NOW.plusSeconds(10));

        assertThat(first).isTrue();
        assertThat(again).isFalse();
        assertThat(rotation.current()).isEqualTo(new QrCode("a", 1, NOW.plusSeconds(60)));
    }

    @Test
    void aHiddenCodeCanBeShownAgainAsItWas() {
        rotation.show("a", NOW);
        rotation.hide();
        assertThat(rotation.current()).isNull();

        rotation.show("a", NOW.plusSeconds(10));

        assertThat(rotation.current()).isEqualTo(new QrCode("a", 1, NOW.plusSeconds(60)));
    }

    @Test
    void aNewRoundBeginsWithALongLife() {
        rotation.show("a", NOW);
        rotation.show("b", NOW.plusSeconds(60));
        rotation.endRound();
        assertThat(rotation.current()).isNull();
        assertThat(rotation.rounds()).isEqualTo(1);

        rotation.show("c", NOW.plusSeconds(200));

        assertThat(rotation.current()).isEqualTo(new QrCode("c", 3, NOW.plusSeconds(260)));
    }

    @Test
    void aRestartForgetsTheRoundsButCountsVersionsOn() {
        rotation.show("a", NOW);
        rotation.endRound();
        rotation.restart();
        assertThat(rotation.rounds()).isZero();

        rotation.show("b", NOW);

        assertThat(rotation.current()).isEqualTo(new QrCode("b", 2, NOW.plusSeconds(60)));
    }
}
