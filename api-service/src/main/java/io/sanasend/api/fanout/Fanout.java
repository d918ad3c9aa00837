package io.sanasend.api.fanout;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells every replica something, by Redis pub/sub. What is told while Redis or a connection to it is away is lost; a
 * listener learns that it may have missed something once the connection is back. Telling neither waits nor fails, so that
 * an outage of Redis costs a request nothing. Safe for use by many threads.
 */
@ApplicationScoped
public class Fanout {

    private static final Logger LOG = Logger.getLogger(Fanout.class);
    private static final String PREFIX = "sanasend:fanout:";
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);

    /** Where the parts of a message stand that came by a pattern. */
    private static final int CHANNEL = 2;

    private static final int TEXT = 3;

    private final Redis redis;
    private final Vertx vertx;
    private final ConcurrentMap<String, Listener> listeners = new ConcurrentHashMap<>();
    /** So that an outage is logged once, not with each try. */
    private final AtomicBoolean outageLogged = new AtomicBoolean();

    private volatile boolean stopping;

    public Fanout(Redis redis, Vertx vertx) {
        this.redis = redis;
        this.vertx = vertx;
    }

    /** From now on this listener hears what is told on the topic; one listener a topic. */
    public void listen(String topic, Listener listener) {
        if (listeners.putIfAbsent(topic, listener) != null) {
            throw new IllegalStateException("somebody listens on " + topic + " already");
        }
    }

    /** Tells every replica, this one included. Returns at once. */
    public void tell(String topic, String text) {
        redis.send(Request.cmd(Command.PUBLISH).arg(PREFIX + topic).arg(text)).onFailure(this::logOutage);
    }

    void onStart(@Observes StartupEvent start) {
        connect();
    }

    void onStop(@Observes ShutdownEvent stop) {
        stopping = true;
    }

    private void connect() {
        Promise<Void> ended = Promise.promise();
        redis.connect()
                .compose(connection -> subscribe(connection, ended))
                .onSuccess(_ -> subscribed())
                .onFailure(ended::tryFail);
        ended.future().onComplete(end -> connectAgain(end.cause()));
    }

    private io.vertx.core.Future<Response> subscribe(RedisConnection connection, Promise<Void> ended) {
        connection.handler(this::hear);
        connection.endHandler(_ -> ended.tryComplete());
        connection.exceptionHandler(failure -> {
            ended.tryFail(failure);
            connection.close();
        });
        return connection.send(Request.cmd(Command.PSUBSCRIBE).arg(PREFIX + "*"));
    }

    private void subscribed() {
        if (outageLogged.getAndSet(false)) {
            LOG.info("Redis answers again: replicas hear each other");
        }
        listeners.values().forEach(listener -> Thread.ofVirtual().name("fanout").start(listener::maybeMissed));
    }

    private void connectAgain(Throwable cause) {
        if (stopping) {
            return;
        }
        logOutage(cause);
        vertx.setTimer(BEFORE_NEXT_TRY.toMillis(), _ -> {
            if (!stopping) {
                connect();
            }
        });
    }

    private void hear(Response message) {
        if (message.size() <= TEXT) {
            return;
        }
        String topic = message.get(CHANNEL).toString().substring(PREFIX.length());
        String text = message.get(TEXT).toString();
        Listener listener = listeners.get(topic);
        if (listener != null) {
            // Off the event loop, which must not wait for a listener.
            Thread.ofVirtual().name("fanout-" + topic).start(() -> listener.heard(text));
        }
    }

    private void logOutage(Throwable cause) {
        if (!stopping && !outageLogged.getAndSet(true)) {
            LOG.warnf(
                    "Replicas do not hear each other, Redis does not answer (%s); changes take effect within seconds"
                            + " instead of at once",
                    cause == null ? "the connection ended" : cause.getClass().getSimpleName());
        }
    }
}
