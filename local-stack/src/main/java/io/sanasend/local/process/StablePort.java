package io.sanasend.local.process;

import io.sanasend.local.files.PrivateDirectory;
import java.time.Duration;
import java.util.Optional;

/** The port of a server that should be found where it was: clients of a server that is started again still know the old one. */
public final class StablePort {

    private static final String FILE = "port";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private StablePort() {}

    /**
     * The port of the last start when it can be had, else a free one, which is remembered for the next. A port that is taken
     * may be a client's for a moment, who got it while the server was away: it is waited for.
     */
    public static int of(PrivateDirectory home) {
        Optional<Integer> last =
                home.read(FILE).filter(text -> text.matches("\\d{1,5}")).map(Integer::valueOf);
        int port = last.filter(StablePort::becomesFree).orElseGet(FreePort::likelyToStayFree);
        remember(home, port);
        return port;
    }

    /** Notes the port for the next start. */
    public static void remember(PrivateDirectory home, int port) {
        home.write(FILE, Integer.toString(port));
    }

    private static boolean becomesFree(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!FreePort.isFree(port)) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
