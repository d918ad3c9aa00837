package io.sanasend.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.model.message.Ack;
import io.sanasend.model.session.SessionId;
import io.sanasend.worker.testing.Messages;
import io.sanasend.worker.testing.RecordingEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageNewsTest {

    private final RecordingEvents events = new RecordingEvents();
    private final MessageNews news = new MessageNews(SessionId.first(1), events);

    @Test
    void anAckThatGoesNoFurtherIsNoNews() {
        news.acked("A", Ack.SERVER);
        news.acked("A", Ack.READ);
        news.acked("A", Ack.DELIVERED);
        news.acked("A", Ack.READ);

        assertThat(events.acks()).containsExactly("A SERVER", "A READ");
    }

    @Test
    void acksOfDifferentMessagesAreToldApart() {
        news.acked("A", Ack.DELIVERED);
        news.acked("B", Ack.SERVER);

        assertThat(events.acks()).containsExactly("A DELIVERED", "B SERVER");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "PENDING"})
    void anAckBelowTheServersIsNoNews(Ack ack) {
        news.acked("A", ack);

        assertThat(events.acks()).isEmpty();
    }

    @Test
    void aMessageIsPassedOnOnce() {
        news.received(Messages.inbound("A"));
        news.received(Messages.inbound("A"));
        news.received(Messages.inbound("B"));

        assertThat(events.messages()).containsExactly(Messages.inbound("A"), Messages.inbound("B"));
    }

    @Test
    void whatIsRememberedIsBounded() {
        for (int i = 0; i <= 4096; i++) {
            news.received(Messages.inbound("M" + i));
        }

        news.received(Messages.inbound("M1"));
        news.received(Messages.inbound("M0"));

        assertThat(events.messages()).hasSize(4098).last().isEqualTo(Messages.inbound("M0"));
    }
}
