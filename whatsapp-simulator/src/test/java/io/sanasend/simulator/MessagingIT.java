package io.sanasend.simulator;

import static io.sanasend.simulator.testing.LinkedPage.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sanasend.simulator.testing.LinkedPage;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptException;

/** Texts, acks and lookups through wa-js on one linked page. Each test writes to numbers of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagingIT {

    private static final String SEND = """
            const [to, body, id] = arguments;
            return WPP.chat.sendTextMessage(to, body, {
              createChat: true, markIsRead: false, linkPreview: false, waitForAck: true,
              ...(id ? {messageId: `true_${to}_${id}`} : {}),
            });
            """;

    private LinkedPage linked;
    private WebPage page;
    private TestSimulator simulator;

    @BeforeAll
    void link(@TempDir Path profile) {
        linked = LinkedPage.start(profile);
        page = linked.page();
        simulator = linked.simulator();
    }

    @AfterAll
    void stop() {
        linked.close();
    }

    @AfterEach
    void forgetSwitches() {
        simulator.put(
                "/control/settings", "{\"refuse\": null, \"answer\": true, \"auto_deliver\": true, \"latency_ms\": 0}");
    }

    private Map<?, ?> send(String to, String body, String id) {
        return (Map<?, ?>) page.run(SEND, to, body, id);
    }

    private static Object resultOf(Map<?, ?> sent) {
        return ((Map<?, ?>) sent.get("sendMsgResult")).get("messageSendResult");
    }

    @Test
    void textArrivesUnderTheIdThatTheCallerChose() {
        Map<?, ?> sent = send("4917600000001@c.us", "Grüße 👋", "3EB0000000000000000001");

        assertThat(sent.get("id")).isEqualTo("true_4917600000001@c.us_3EB0000000000000000001");
        assertThat(sent.get("ack")).isEqualTo(1L);
        assertThat(resultOf(sent)).isEqualTo("OK");
        JsonNode message = simulator.messages("4917600000001").get(0);
        assertThat(message.get("id").asText()).isEqualTo("3EB0000000000000000001");
        assertThat(message.get("from").asText()).isEqualTo(PHONE);
        assertThat(message.get("body").asText()).isEqualTo("Grüße 👋");
        assertThat(message.get("type").asText()).isEqualTo("chat");
        page.untilEvent("chat.new_message chat:Grüße 👋");
        page.untilEvent("chat.msg_ack_change 1:true_4917600000001@c.us_3EB0000000000000000001");
        page.untilEvent("chat.msg_ack_change 2:true_4917600000001@c.us_3EB0000000000000000001");
    }

    @Test
    void sameIdTwiceIsOneMessageWithTwoArrivals() {
        send("4917600000002@c.us", "once", "3EB0000000000000000002");

        Map<?, ?> again = send("4917600000002@c.us", "once", "3EB0000000000000000002");

        assertThat(resultOf(again)).isEqualTo("OK");
        JsonNode messages = simulator.messages("4917600000002");
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).get("arrivals").asInt()).isEqualTo(2);
    }

    @Test
    void textOfTheLargestSizeArrivesWhole() {
        String longest = "ä".repeat(65_536);

        send("4917600000003@c.us", longest, "3EB0000000000000000003");

        assertThat(simulator.messages("4917600000003").get(0).get("body").asText())
                .isEqualTo(longest);
    }

    @Test
    void acksOfThePhoneReachThePage() {
        send("4917600000004@c.us", "read me", "3EB0000000000000000004");

        simulator.post("/control/phones/4917600000004/messages/3EB0000000000000000004/read", "");

        page.untilEvent("chat.msg_ack_change 3:true_4917600000004@c.us_3EB0000000000000000004");
        page.until(
                "return WPP.chat.getMessageById(arguments[0]).then((m) => m.ack === 3)",
                "true_4917600000004@c.us_3EB0000000000000000004");
    }

    @Test
    void lateLowerAckIsAnnouncedButDoesNotLowerTheMessage() {
        simulator.put("/control/settings", "{\"auto_deliver\": false}");
        String id = "3EB0000000000000000005";
        send("4917600000005@c.us", "out of order", id);

        simulator.post("/control/messages/" + id + "/ack", "{\"ack\": 3}");
        page.untilEvent("chat.msg_ack_change 3:true_4917600000005@c.us_" + id);
        simulator.post("/control/messages/" + id + "/ack", "{\"ack\": 2}");
        page.untilEvent("chat.msg_ack_change 2:true_4917600000005@c.us_" + id);

        assertThat(page.run(
                        "return WPP.chat.getMessageById(arguments[0]).then((m) => m.ack)",
                        "true_4917600000005@c.us_" + id))
                .isEqualTo(3L);
    }

    @Test
    void refusedSendResolvesWithTheErrorAndAckMinusOne() {
        simulator.put("/control/settings", "{\"refuse\": \"ERROR_RATE_LIMIT\"}");

        Map<?, ?> sent = send("4917600000006@c.us", "too much", "3EB0000000000000000006");

        assertThat(resultOf(sent)).isEqualTo("ERROR_RATE_LIMIT");
        assertThat(sent.get("ack")).isEqualTo(-1L);
        assertThat(simulator.messages("4917600000006")).isEmpty();

        simulator.put("/control/settings", "{\"refuse\": null}");
        Map<?, ?> again = send("4917600000006@c.us", "too much", "3EB0000000000000000006");
        assertThat(resultOf(again)).isEqualTo("OK");
        assertThat(again.get("ack")).isEqualTo(1L);
    }

    @Test
    void unansweredSendStaysPendingWithAckZeroWhetherTakenOrLost() {
        String settle = "window.settled = false; WPP.chat.sendTextMessage(arguments[0], 'silence', "
                + "{createChat: true, markIsRead: false, linkPreview: false, messageId: `true_${arguments[0]}_${arguments[1]}`})"
                + ".finally(() => { window.settled = true; });";
        simulator.put(
                "/control/settings",
                "{\"answer\": false, \"answer_lost_after_taking\": true, \"auto_deliver\": false}");

        page.run(settle, "4917600000007@c.us", "3EB0000000000000000007");
        await().until(() -> simulator.messages("4917600000007").size() == 1);
        simulator.put("/control/settings", "{\"answer_lost_after_taking\": false}");
        page.run(settle, "4917600000008@c.us", "3EB0000000000000000008");
        long arrivals =
                simulator.get("/control/requests").body().get("arrivals").asLong();
        await().until(() -> page.run("return WPP.chat.getMessageById('true_4917600000008@c.us_3EB0000000000000000008')"
                        + ".then((m) => m.ack)")
                .equals(0L));

        assertThat(page.run("return window.settled")).isEqualTo(false);
        assertThat(simulator.messages("4917600000008")).isEmpty();
        assertThat(arrivals).isPositive();
    }

    @Test
    void oneSlowNumberCanBeSetApart() {
        simulator.put("/control/phones/" + PHONE + "/settings", "{\"refuse\": \"ERROR_UNKNOWN\"}");

        Map<?, ?> sent = send("4917600000009@c.us", "refused for this phone", null);
        simulator.put("/control/phones/" + PHONE + "/settings", "{\"refuse\": null}");

        assertThat(resultOf(sent)).isEqualTo("ERROR_UNKNOWN");
    }

    @Test
    void unregisteredNumberDoesNotExistAndCannotBeWrittenTo() {
        simulator.put("/control/numbers/4917600000010", "{\"registered\": false}");

        assertThat(page.run("return WPP.contact.queryWidExists('4917600000010@c.us')"))
                .isNull();
        assertThatThrownBy(() -> send("4917600000010@c.us", "nobody", null))
                .isInstanceOf(JavascriptException.class)
                .hasMessageContaining("findChat: new chat not found");
        assertThat(page.text(
                        "return WPP.contact.queryWidExists('4917600000011@c.us').then((found) => String(found.wid))"))
                .isEqualTo("4917600000011@c.us");
    }

    @Test
    void lookupMayAnswerWithAnotherNumber() {
        simulator.put("/control/numbers/5511987654321", "{\"registered\": true, \"account\": \"551187654321\"}");

        String found =
                page.text("return WPP.contact.queryWidExists('5511987654321@c.us').then((found) => String(found.wid))");
        Map<?, ?> sent = send("5511987654321@c.us", "Olá", null);

        assertThat(found).isEqualTo("551187654321@c.us");
        assertThat(String.valueOf(sent.get("id"))).startsWith("true_551187654321@c.us_");
        assertThat(simulator.messages("551187654321")).hasSize(1);
    }

    @Test
    void noteToSelfIsOneMessage() {
        Map<?, ?> sent = send(PHONE + "@c.us", "remember", null);

        assertThat(resultOf(sent)).isEqualTo("OK");
        page.untilEvent("chat.msg_ack_change 2:" + sent.get("id"));
        assertThat(page.events()).containsOnlyOnce("chat.new_message chat:remember");
    }

    @Test
    void chatsAreFoundGotAndListed() {
        assertThat(page.text("return WPP.chat.find('4917600000012@c.us').then((chat) => String(chat.id))"))
                .isEqualTo("4917600000012@c.us");
        assertThat(page.text("return String(WPP.chat.get('4917600000012@c.us').id)"))
                .isEqualTo("4917600000012@c.us");
        assertThat(page.text("return WPP.chat.list().then((chats) => chats.map((chat) => String(chat.id)).join())"))
                .contains("4917600000012@c.us");
    }

    @Test
    void incomingTextIsUnreadUntilItIsMarkedRead() {
        JsonNode incoming = simulator
                .post(
                        "/control/phones/4917600000013/messages",
                        "{\"to\": \"" + PHONE + "\", \"body\": \"Are you there?\"}")
                .body();
        page.untilEvent("chat.new_message chat:Are you there?");

        assertThat(page.text("return WPP.chat.list({onlyWithUnreadMessage: true})"
                        + ".then((chats) => chats.map((chat) => `${chat.id} ${chat.unreadCount}`).join())"))
                .contains("4917600000013@c.us 1");
        assertThat(page.text("return WPP.chat.getMessages('4917600000013@c.us', {count: 5, onlyUnread: true})"
                        + ".then((messages) => messages.map((m) => `${m.id} ${m.body} ${m.from}`).join())"))
                .isEqualTo("false_4917600000013@c.us_" + incoming.get("id").asText()
                        + " Are you there? 4917600000013@c.us");
        page.run("return WPP.chat.markIsRead('4917600000013@c.us').then(() => null)");

        assertThat(page.run("return WPP.chat.get('4917600000013@c.us').unreadCount"))
                .isEqualTo(0L);
        await().until(() ->
                simulator.messages("4917600000013").get(0).get("ack").asInt() == 3);
    }

    @Test
    void earlierMessagesOfAChatComeInTheirOrder() {
        for (int i = 1; i <= 4; i++) {
            send("4917600000014@c.us", "number " + i, null);
        }

        assertThat(page.text("return WPP.chat.getMessages('4917600000014@c.us', {count: 3})"
                        + ".then((messages) => messages.map((m) => m.body).join())"))
                .isEqualTo("number 2,number 3,number 4");
    }

    @Test
    void groupGetsTheMessageAndTheKeyNamesTheParticipant() {
        simulator.put(
                "/control/groups/120363000000000001",
                "{\"subject\": \"Team\", \"participants\": [\"" + PHONE + "\", \"4917600000015\", \"4917600000016\"]}");

        Map<?, ?> sent = send("120363000000000001@g.us", "Hello team", null);

        assertThat(resultOf(sent)).isEqualTo("OK");
        assertThat(String.valueOf(sent.get("id"))).matches("true_120363000000000001@g\\.us_3EB0[0-9A-F]{18}_\\d+@lid");
        assertThat(simulator.messages("4917600000015").get(0).get("to").asText())
                .isEqualTo("120363000000000001@g.us");
        assertThat(simulator.messages("4917600000016")).hasSize(1);

        simulator.post(
                "/control/phones/4917600000016/messages",
                "{\"to\": \"120363000000000001@g.us\", \"body\": \"Hi all\"}");
        page.untilEvent("chat.new_message chat:Hi all");
        assertThatThrownBy(() -> send("120363999999999999@g.us", "no such group", null))
                .hasMessageContaining("findChat: new chat not found");
    }
}
