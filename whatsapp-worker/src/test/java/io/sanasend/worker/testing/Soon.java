package io.sanasend.worker.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread is about to do, at most half a minute, and looks often. */
public final class Soon {

    private Soon() {}

    public static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
