package io.sanasend.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sanasend.model.message.Ack;
import io.sanasend.model.message.InboundMessage;
import io.sanasend.model.message.MediaType;
import io.sanasend.model.wire.SendReceipt;
import io.sanasend.model.wire.WorkerErrorCode;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.worker.testing.ApiDouble;
import io.sanasend.worker.testing.RunningWorker;
import io.sanasend.worker.testing.SimulatedWhatsApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages to groups and from them, in a real browser. */
class GroupsIT {

    private static final String OWN = "4915112345678";
    private static final String ANNA = "4917600000001";
    private static final String BEN = "4917600000002";
    private static final String GROUP = "120363000000000001@g.us";

    @TempDir
    private Path data;

    private SimulatedWhatsApp whatsApp;
    private ApiDouble api;
    private RunningWorker worker;

    @BeforeEach
    void start() {
        whatsApp = SimulatedWhatsApp.start();
        api = ApiDouble.start();
        worker = RunningWorker.start(whatsApp.address(), api.address(), data, Map.of());
        whatsApp.group(GROUP, OWN, ANNA, BEN);
        worker.link("u1", OWN, whatsApp);
    }

    @AfterEach
    void stop() {
        worker.close();
        api.close();
        whatsApp.close();
    }

    @Test
    void aMessageReachesEachMemberAndIsFoundByItsId() {
        String id = "3EB0000000000000000001";

        SendReceipt receipt = worker.receipt(worker.send("u1", id, GROUP, "to all"));

        assertThat(receipt.ack().level()).isGreaterThanOrEqualTo(Ack.SERVER.level());
        assertThat(receipt.chatId()).isEqualTo(GROUP);
        for (String member : new String[] {ANNA, BEN}) {
            assertThat(whatsApp.message(member, id).path("body").asText()).isEqualTo("to all");
        }
        assertThat(worker.receipt(worker.get("/sessions/u1/messages/" + id + "?fence=1"))
                        .chatId())
                .isEqualTo(GROUP);
        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageAcked.class))
                .extracting(WorkerEvent.MessageAcked::waMessageId)
                .contains(id));
    }

    @Test
    void aFileReachesEachMemberUnchanged() {
        String id = "3EB0000000000000000002";
        byte[] bytes = "a file for all".getBytes(StandardCharsets.UTF_8);

        worker.receipt(worker.sendFile(
                "u1", id, GROUP, RunningWorker.media(MediaType.DOCUMENT, "text/plain", "all.txt"), bytes));

        for (String member : new String[] {ANNA, BEN}) {
            assertThat(whatsApp.message(member, id).path("size").asInt()).isEqualTo(bytes.length);
        }
    }

    @Test
    void aGroupThatIsNotThereIsNotOnWhatsApp() {
        var answer = worker.send("u1", "3EB0000000000000000003", "120363000000000009@g.us", "nobody");

        assertThat(worker.error(answer).code()).isEqualTo(WorkerErrorCode.RECIPIENT_NOT_ON_WHATSAPP);
    }

    @Test
    void aMessageOfAMemberIsReportedWithItsGroup() {
        whatsApp.write(ANNA, GROUP, "from Anna");

        await().untilAsserted(() -> assertThat(api.events(WorkerEvent.MessageReceived.class))
                .extracting(WorkerEvent.MessageReceived::message)
                .extracting(InboundMessage::chatId)
                .contains(GROUP));
    }
}
