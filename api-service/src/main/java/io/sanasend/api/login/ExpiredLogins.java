package io.sanasend.api.login;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;

/** Forgets logins that have expired, some at a time, so that no transaction is long. */
@ApplicationScoped
class ExpiredLogins {

    private final Logins logins;

    ExpiredLogins(Logins logins) {
        this.logins = logins;
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void forget() {
        boolean more = true;
        while (more) {
            more = logins.forgetExpired();
        }
    }
}
