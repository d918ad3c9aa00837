package io.sanasend.api.cache;

import io.sanasend.api.fanout.Fanout;
import io.sanasend.api.fanout.Listener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/** Makes caches that all replicas keep true: what changes on one of them is forgotten by all. */
@ApplicationScoped
public class SnapshotCaches {

    private final CacheConfig config;
    private final Fanout fanout;

    public SnapshotCaches(CacheConfig config, Fanout fanout) {
        this.config = config;
        this.fanout = fanout;
    }

    /**
     * A cache of its own.
     *
     * @param name the same on all replicas
     * @param keyOf reads the text form of a key
     * @param load reads a row; may block, and is called once at a time for a key
     */
    public <K, V> SnapshotCache<K, V> named(String name, Function<String, K> keyOf, Function<K, Optional<V>> load) {
        String topic = "changed-" + name;
        SnapshotCache<K, V> cache = new SnapshotCache<>(config, load, key -> fanout.tell(topic, key.toString()));
        fanout.listen(topic, new Listener() {
            @Override
            public void heard(String key) {
                cache.forget(keyOf.apply(key));
            }

            @Override
            public void maybeMissed() {
                cache.forgetAll();
            }
        });
        return cache;
    }
}
