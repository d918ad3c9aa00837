package io.sanasend.api.account;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how many passwords were compared with a hash. */
@Alternative
@Priority(1)
@Singleton
public class CountedHashes extends PasswordHashes {

    private final AtomicLong count = new AtomicLong();

    CountedHashes(AccountConfig config) {
        super(config);
    }

    public long count() {
        return count.get();
    }

    @Override
    public boolean matches(String password, String hash) {
        count.incrementAndGet();
        return super.matches(password, hash);
    }
}
