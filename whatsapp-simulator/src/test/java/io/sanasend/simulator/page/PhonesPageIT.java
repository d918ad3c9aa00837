package io.sanasend.simulator.page;

import static io.sanasend.simulator.testing.LinkedPage.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.simulator.testing.Chromium;
import io.sanasend.simulator.testing.TestSimulator;
import io.sanasend.simulator.testing.WebPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.WebElement;

/** A person plays a phone: adds it, links a page by a screenshot, reads and answers. */
class PhonesPageIT {

    @Test
    void personLinksByScreenshotReadsAnswersAndLogsOut(@TempDir Path productProfile, @TempDir Path personProfile)
            throws IOException {
        try (TestSimulator simulator = TestSimulator.start();
                Chromium productBrowser = Chromium.start(productProfile);
                Chromium personBrowser = Chromium.start(personProfile)) {
            WebPage product = WebPage.open(productBrowser, simulator.url());
            product.code();
            Path screenshot = Files.write(productProfile.resolve("screenshot.png"), product.screenshot());
            WebPage person = WebPage.open(personBrowser, simulator.url());
            person.driver().get(simulator.url() + "/phones");

            type(person, "#new-number", "+49 151 12345678");
            type(person, "#new-name", "Anna");
            person.driver().findElement(By.cssSelector("#add-phone button")).click();
            person.until("return !document.getElementById('phone').hidden");
            type(person, "#picture", screenshot.toString());
            product.untilMain();
            person.until(
                    "return document.getElementById('owner-status').textContent.includes('1 linked, 1 connected')");

            product.run("return WPP.chat.sendTextMessage('4917600000501@c.us', 'Hello Ben', {createChat: true})"
                    + ".then(() => null)");
            person.until(
                    "return [...document.querySelectorAll('#phone-list button')].some((b) => b.textContent.includes('4917600000501'))");
            person.run(
                    "[...document.querySelectorAll('#phone-list button')].find((b) => b.textContent.includes('4917600000501')).click()");
            person.until("return document.querySelectorAll('#chat-list button').length === 1");
            person.run("document.querySelector('#chat-list button').click()");
            person.until("return document.getElementById('messages').textContent.includes('Hello Ben')");
            product.untilEvent("chat.msg_ack_change 3:"
                    + product.text("return String(WPP.chat.get('4917600000501@c.us').lastReceivedKey)"));

            type(person, "#text", "Hello back");
            person.driver().findElement(By.cssSelector("#compose button")).click();
            product.untilEvent("chat.new_message chat:Hello back");
            assertThat(simulator.messages(PHONE)).hasSize(2);

            person.run(
                    "[...document.querySelectorAll('#phone-list button')].find((b) => b.textContent.includes('Anna')).click()");
            person.until("return !document.getElementById('unlink').hidden");
            person.driver().findElement(By.id("unlink")).click();
            product.until("return location.search.startsWith('?post_logout=1')");
        }
    }

    @Test
    void personLinksByPairingCodeMakesAGroupAndReadsWhatItGets(
            @TempDir Path productProfile, @TempDir Path personProfile) throws IOException {
        try (TestSimulator simulator = TestSimulator.start();
                Chromium productBrowser = Chromium.start(productProfile);
                Chromium personBrowser = Chromium.start(personProfile)) {
            WebPage product = WebPage.open(productBrowser, simulator.url());
            product.code();
            String pairingCode =
                    product.text("return WPP.conn.genLinkDeviceCodeForPhoneNumber('" + PHONE + "').then(String)");
            WebPage person = WebPage.open(personBrowser, simulator.url());
            person.driver().get(simulator.url() + "/phones");

            type(person, "#new-number", "+" + PHONE);
            person.driver().findElement(By.cssSelector("#add-phone button")).click();
            person.until("return !document.getElementById('phone').hidden");
            type(person, "#code", pairingCode);
            person.driver().findElement(By.cssSelector("#link-text button")).click();
            product.untilMain();

            person.driver().findElement(By.cssSelector("#group-panel summary")).click();
            type(person, "#group-subject", "Team");
            type(person, "#group-members", "+" + PHONE + ", +49 176 00000501");
            person.driver().findElement(By.cssSelector("#add-group button")).click();
            person.until("return document.querySelectorAll('#group-list button').length === 1");
            String group = person.text("return document.querySelector('#group-list small').textContent");
            product.run("return WPP.chat.sendTextMessage('" + group + "', 'Hello all', {createChat: true})"
                    + ".then(() => null)");

            assertThat(group).matches("[0-9]{18}@g\\.us");
            person.until("return document.getElementById('chat-list').textContent.includes('Team')");
            assertThat(simulator.messages("4917600000501")).hasSize(1);
        }
    }

    @Test
    void everyControlHasALabelAndTheNarrowPageDoesNotScrollSideways(@TempDir Path profile) {
        try (TestSimulator simulator = TestSimulator.start();
                Chromium browser = Chromium.start(profile)) {
            WebPage page = WebPage.open(browser, simulator.url());
            page.driver().manage().window().setSize(new Dimension(390, 844));
            page.driver().get(simulator.url() + "/phones#" + PHONE);
            page.until("return !document.getElementById('phone').hidden");

            assertThat(page.text("return [...document.querySelectorAll('input, textarea')]"
                            + ".filter((field) => !field.labels.length).map((field) => field.id).join()"))
                    .isEmpty();
            assertThat(page.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isEqualTo(true);
        }
    }

    private static void type(WebPage page, String selector, String text) {
        WebElement field = page.driver().findElement(By.cssSelector(selector));
        field.sendKeys(text);
    }
}
