package io.sanasend.api.account;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.sanasend.api.problem.ApiException;
import io.sanasend.api.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with argon2id. Only a few at once: the others wait their turn, and are refused with 503
 * when it does not come.
 */
@ApplicationScoped
public class PasswordHashes {

    /** 19 MiB, two passes, one lane: what OWASP recommends at least. */
    private static final Argon2Function ARGON2 = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);

    private final Semaphore turns;
    private final Duration patience;
    /** Checked when there is no such user, so that the answer takes as long as for one there is. */
    private final String nobody;

    public PasswordHashes(AccountConfig config) {
        this.turns = new Semaphore(config.parallelHashes(), true);
        this.patience = config.hashPatience();
        this.nobody = Password.hash("no password has this hash")
                .addRandomSalt(16)
                .with(ARGON2)
                .getResult();
    }

    public String hash(String password) {
        return inTurn(
                () -> Password.hash(password).addRandomSalt(16).with(ARGON2).getResult());
    }

    /** Whether it is the password of that hash. */
    public boolean matches(String password, String hash) {
        return inTurn(() -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
    }

    /** Takes as long as {@link #matches}. */
    public void matchNobody(String password) {
        matches(password, nobody);
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }

    private static ApiException busy() {
        return new ApiException(
                ProblemType.SERVICE_UNAVAILABLE, "Too many logins at once; try again.", Duration.ofSeconds(5));
    }
}
