package io.sanasend.api.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Immutable snapshots of rows, at most some seconds old and at most so many. What does not exist is not remembered. Safe
 * for use by many threads; not for use within a transaction, whose own changes nobody else sees yet.
 *
 * @param <K> what a row is found by
 * @param <V> the snapshot; immutable
 */
public final class SnapshotCache<K, V> {

    private final Cache<K, V> rows;
    private final Function<K, Optional<V>> load;
    private final Consumer<K> tellOthers;

    SnapshotCache(CacheConfig config, Function<K, Optional<V>> load, Consumer<K> tellOthers) {
        this.rows = Caffeine.newBuilder()
                .maximumSize(config.maxEntries())
                .expireAfterWrite(config.timeToLive())
                .build();
        this.load = load;
        this.tellOthers = tellOthers;
    }

    /** The row, as far as the look-up goes. */
    public Optional<V> find(K key, Reach reach) {
        return Optional.ofNullable(
                switch (reach) {
                    case MEMORY -> rows.getIfPresent(key);
                    case DATABASE -> rows.get(key, this::loaded);
                });
    }

    /** The row changed and that is committed: it is forgotten here before this returns, and by all replicas at once. */
    public void changed(K key) {
        forget(key);
        tellOthers.accept(key);
    }

    /** Forgets it here alone. Waits for a load of that row that is under way, because it may have read what was true before. */
    public void forget(K key) {
        rows.invalidate(key);
    }

    void forgetAll() {
        rows.invalidateAll();
    }

    private @Nullable V loaded(K key) {
        return load.apply(key).orElse(null);
    }
}
