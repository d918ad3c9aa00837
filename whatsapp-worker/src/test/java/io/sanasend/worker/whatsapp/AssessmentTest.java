package io.sanasend.worker.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sanasend.worker.testing.Signals;
import io.sanasend.worker.whatsapp.Assessment.Memory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssessmentTest {

    private static final Memory NEW = new Memory(false, null, false);
    private static final Memory LINKED = new Memory(true, null, false);

    private static Assessment assess(Signals page, Memory memory) {
        return Assessment.of(page.build(), memory);
    }

    @Nested
    class OnAProfileThatWasNeverLinked {

        @Test
        void aCodeIsShown() {
            assertThat(assess(Signals.qr("code"), NEW)).isEqualTo(new Assessment.QrShown("code"));
        }

        @Test
        void aCodeIsShownEvenBeforeTheLibraryIsInjected() {
            assertThat(assess(Signals.loading().showing("code"), NEW)).isEqualTo(new Assessment.QrShown("code"));
        }

        @Test
        void theEndOfARoundOfCodesIsSeen() {
            assertThat(assess(Signals.qrExpired(), NEW)).isEqualTo(new Assessment.QrExpired());
        }

        @Test
        void aScannedCodeIsPairing() {
            assertThat(assess(Signals.pairing(), NEW)).isEqualTo(new Assessment.Loading("pairing"));
        }

        @Test
        void nothingKnownIsLoading() {
            assertThat(Assessment.of(PageSignals.NONE, NEW)).isEqualTo(new Assessment.Loading("page_loading"));
        }

        @Test
        void aStaleCodeOfARegisteredPageIsNotToBeScanned() {
            assertThat(assess(Signals.qr("stale").registered(true), NEW)).isEqualTo(new Assessment.Loading("syncing"));
        }

        @Test
        void aStaleCodeOfAnAuthenticatedPageIsNotToBeScanned() {
            Signals scanned = Signals.qr("stale").authenticated(true).streamMode("SYNCING");

            assertThat(assess(scanned, NEW)).isEqualTo(new Assessment.Loading("syncing"));
        }

        @Test
        void aSignOfALogoutMeansNothing() {
            assertThat(assess(Signals.landedAfterLogout("1"), NEW)).isInstanceOf(Assessment.QrShown.class);
        }

        @Test
        void theCodeStaysOutOfLogs() {
            assertThat(new Assessment.QrShown("secret-code").toString()).doesNotContain("secret");
        }
    }

    @Nested
    class OnALinkedProfile {

        @Test
        void aCodeBeforeInjectionIsNoSuspicionYet() {
            assertThat(assess(Signals.loading().showing("code"), LINKED))
                    .isEqualTo(new Assessment.Loading("restoring"));
        }

        @Test
        void aCodeAfterInjectionIsSuspicious() {
            assertThat(assess(Signals.qr("code"), LINKED)).isEqualTo(new Assessment.Suspicious());
        }

        @Test
        void theEndOfARoundOfCodesIsSuspiciousToo() {
            assertThat(assess(Signals.qrExpired(), LINKED)).isEqualTo(new Assessment.Suspicious());
        }

        @Test
        void nothingKnownIsRestoring() {
            assertThat(Assessment.of(PageSignals.NONE, LINKED)).isEqualTo(new Assessment.Loading("restoring"));
        }

        @Test
        void aRegisteredPageThatIsNotInSyncIsSyncing() {
            assertThat(assess(Signals.syncing(), LINKED)).isEqualTo(new Assessment.Loading("syncing"));
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                # announced            | landed | reason
                user_initiated         |        | user_initiated
                User-Initiated         |        | user_initiated
                syncd failure (fatal)  |        | syncd_failure_fatal
                3                      |        | logout_reason_3
                                       | 3      | logout_reason_3
                                       | 0      | logout_reason_0
                                       |        | unlinked_by_phone
                account_locked         | 1      | account_locked
                ???                    |        | unlinked_by_phone
                a_reason_that_is_far_too_long_to_be_one_of_whatsapps | | unlinked_by_phone
                """, delimiter = '|')
        void aLogoutIsTakenForOneWhenThePageSaysSo(@Nullable String announced, @Nullable String landed, String reason) {
            Assessment found = assess(Signals.landedAfterLogout(landed), new Memory(true, announced, false));

            assertThat(found).isEqualTo(new Assessment.LoggedOut(reason));
        }

        @Test
        void anAnnouncedLogoutIsOverWhenThePageIsUnregistered() {
            Signals page = Signals.loading().injected(true).registered(false);

            assertThat(assess(page, new Memory(true, "user_initiated", false)))
                    .isEqualTo(new Assessment.LoggedOut("user_initiated"));
        }

        @Test
        void anAnnouncedLogoutIsNotOverWhileThePageIsAuthenticated() {
            assertThat(assess(Signals.connected(), new Memory(true, "user_initiated", false)))
                    .isInstanceOf(Assessment.Connected.class);
        }
    }

    @Nested
    class OnceAuthenticated {

        @Test
        void inSyncAndReadyIsConnected() {
            assertThat(assess(Signals.connected(), NEW)).isEqualTo(new Assessment.Connected("4915112345678"));
        }

        @ParameterizedTest
        @CsvSource(textBlock = """
                # mode    | hasSynced | socket    | stream       | ready | expected
                MAIN      | true      | CONNECTED |              | true  | connected
                MAIN      |           | CONNECTED |              | true  | connected
                          | true      | CONNECTED |              | true  | connected
                MAIN      | true      |           |              | true  | connected
                MAIN      | true      | CONNECTED |              | false | loading page_loading
                MAIN      | true      | OPENING   |              | true  | cut off connection_lost
                MAIN      | false     | OPENING   |              | true  | cut off connection_lost
                MAIN      | true      | CONNECTED | DISCONNECTED | true  | cut off connection_lost
                MAIN      | false     | CONNECTED |              | true  | loading syncing
                          |           | CONNECTED |              | true  | loading syncing
                SYNCING   | false     | CONNECTED |              | true  | loading syncing
                SYNCING   | true      | CONNECTED |              | true  | loading syncing
                OFFLINE   | true      | OPENING   |              | true  | loading syncing
                CONFLICT  | true      | CONNECTED |              | true  | cut off conflict
                MAIN      | true      | CONFLICT  |              | true  | cut off conflict
                """, delimiter = '|')
        void theStreamAndTheSocketDecide(
                @Nullable String mode,
                @Nullable Boolean hasSynced,
                @Nullable String socket,
                @Nullable String stream,
                boolean ready,
                String expected) {
            Signals page = Signals.connected()
                    .streamMode(mode)
                    .hasSynced(hasSynced)
                    .socketState(socket)
                    .socketStream(stream)
                    .fullReady(ready);

            assertThat(inWords(assess(page, LINKED))).isEqualTo(expected);
        }

        @Test
        void aConflictComesWithAdvice() {
            assertThat(assess(Signals.connected().streamMode("CONFLICT"), LINKED))
                    .isInstanceOfSatisfying(
                            Assessment.CutOff.class,
                            cut -> assertThat(cut.advice()).contains("another browser"));
        }

        private static String inWords(Assessment assessment) {
            return switch (assessment) {
                case Assessment.Connected connected -> "connected";
                case Assessment.Loading loading -> "loading " + loading.reason();
                case Assessment.CutOff cut -> "cut off " + cut.reason();
                case Assessment.QrShown shown -> shown.toString();
                case Assessment.QrExpired expired -> expired.toString();
                case Assessment.Blocked blocked -> blocked.toString();
                case Assessment.Suspicious suspicious -> suspicious.toString();
                case Assessment.LoggedOut out -> out.toString();
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXYBLOCK", "TOS_BLOCK", "SMB_TOS_BLOCK", "DEPRECATED_VERSION"})
    void aBlockIsToldByTheSocketOrTheStream(String block) {
        assertThat(assess(Signals.connected().socketState(block), LINKED)).satisfies(found -> isBlock(found, block));
        assertThat(assess(Signals.syncing().streamMode(block), NEW)).satisfies(found -> isBlock(found, block));
    }

    private static void isBlock(Assessment found, String block) {
        assertThat(found).isInstanceOfSatisfying(Assessment.Blocked.class, blocked -> {
            assertThat(blocked.reason()).isEqualToIgnoringCase(block).isLowerCase();
            assertThat(blocked.advice()).isNotBlank();
        });
    }

    @Test
    void aBannedNumberIsCutOffUntilItIsConnected() {
        var banned = new Memory(true, null, true);

        assertThat(assess(Signals.syncing(), banned))
                .isInstanceOfSatisfying(
                        Assessment.CutOff.class, cut -> assertThat(cut.reason()).isEqualTo("temporarily_banned"));
        assertThat(assess(Signals.connected(), banned)).isInstanceOf(Assessment.Connected.class);
    }

    @Test
    void aPageThatNeedsAnUpdateIsCutOffOnceItIsNotServedAnyMore() {
        assertThat(assess(Signals.syncing().needsUpdate(), LINKED))
                .isInstanceOfSatisfying(
                        Assessment.CutOff.class, cut -> assertThat(cut.reason()).isEqualTo("needs_update"));
        assertThat(assess(Signals.connected().needsUpdate(), LINKED)).isInstanceOf(Assessment.Connected.class);
    }
}
