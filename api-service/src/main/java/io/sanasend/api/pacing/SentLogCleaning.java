package io.sanasend.api.pacing;

import io.quarkus.scheduler.Scheduled;
import io.sanasend.api.problem.DatabaseOutage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Forgets, a bounded number at a time, what no pace counts any more. */
@ApplicationScoped
class SentLogCleaning {

    private static final Logger LOG = Logger.getLogger(SentLogCleaning.class);

    private final SentLog sent;

    SentLogCleaning(SentLog sent) {
        this.sent = sent;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void removeOld() {
        try {
            while (sent.removeOld() > 0) {
                LOG.debug("Old entries of the log of paced messages are removed");
            }
        } catch (RuntimeException e) {
            // The top of a scheduler's thread; the next run does what this one could not.
            if (!DatabaseOutage.isBehind(e)) {
                throw e;
            }
            LOG.warn("The log of paced messages is not cleaned: the database does not answer");
        }
    }
}
