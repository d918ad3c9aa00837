package io.sanasend.api.login;

import io.sanasend.api.schedule.ScheduledWork;
import io.sanasend.api.schedule.Turn;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Forgets logins that have expired, some at a time, so that no transaction is long. */
@ApplicationScoped
class ExpiredLogins implements ScheduledWork {

    private final Logins logins;

    ExpiredLogins(Logins logins) {
        this.logins = logins;
    }

    @Override
    public String name() {
        return "logins-cleaning";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public String run(Turn turn) {
        long forgotten = 0;
        int batch = 1;
        while (batch > 0 && turn.goesOn()) {
            batch = logins.forgetExpired();
            forgotten += batch;
        }
        return forgotten + " logins and refresh tokens forgotten";
    }
}
