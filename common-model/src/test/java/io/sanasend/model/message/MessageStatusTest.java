package io.sanasend.model.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessageStatusTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            QUEUED,  SENDING,   true
            QUEUED,  SENT,      true
            QUEUED,  EXPIRED,   true
            QUEUED,  CANCELLED, true
            QUEUED,  FAILED,    true
            SENDING, SENT,      true
            SENDING, READ,      true
            SENDING, FAILED,    true
            SENDING, EXPIRED,   false
            SENDING, CANCELLED, false
            SENDING, QUEUED,    false
            SENT,    DELIVERED, true
            SENT,    SENDING,   false
            SENT,    FAILED,    false
            READ,    DELIVERED, false
            FAILED,  SENT,      false
            """)
    void onlyMovesForward(MessageStatus from, MessageStatus to, boolean allowed) {
        assertThat(from.canBecome(to)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @EnumSource(MessageStatus.class)
    void neverBecomesWhatItIs(MessageStatus status) {
        assertThat(status.canBecome(status)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(MessageStatus.class)
    void isReadBackFromItsWireName(MessageStatus status) {
        assertThat(MessageStatus.ofWireName(status.wireName())).isEqualTo(status);
    }

    @Test
    void isSentOnlyOnceTheServerTookIt() {
        assertThat(MessageStatus.ofAck(Ack.PENDING)).isEqualTo(MessageStatus.SENDING);
        assertThat(MessageStatus.ofAck(Ack.SERVER)).isEqualTo(MessageStatus.SENT);
    }
}
