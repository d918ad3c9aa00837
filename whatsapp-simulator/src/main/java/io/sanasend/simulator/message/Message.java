package io.sanasend.simulator.message;

import io.sanasend.simulator.account.Address;
import io.sanasend.simulator.account.PhoneNumber;
import java.time.Instant;
import java.util.List;

/**
 * A message that the server took.
 *
 * @param chat the sender's address of the chat, in the form the sender used
 * @param recipients who gets it: one person, or the others of a group
 * @param ack 1 server, 2 delivered, 3 read, 4 played
 * @param arrivals how often this id arrived at the server
 */
public record Message(
        String id,
        PhoneNumber from,
        Address to,
        String chat,
        List<PhoneNumber> recipients,
        Content content,
        Instant at,
        int ack,
        int arrivals) {

    public static final int TAKEN = 1;
    public static final int DELIVERED = 2;
    public static final int READ = 3;

    public Message {
        recipients = List.copyOf(recipients);
    }

    /** Whether the phone has this message, as sender or as recipient. */
    public boolean isSeenBy(PhoneNumber phone) {
        return from.equals(phone) || recipients.contains(phone);
    }

    Message withAck(int newAck) {
        return new Message(id, from, to, chat, recipients, content, at, newAck, arrivals);
    }

    Message arrivedAgain() {
        return new Message(id, from, to, chat, recipients, content, at, ack, arrivals + 1);
    }

    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
