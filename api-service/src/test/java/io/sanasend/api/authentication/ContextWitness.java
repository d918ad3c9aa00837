package io.sanasend.api.authentication;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Sees on which threads requests go on after they were counted: each is to be on its own event loop, in its own context. */
@ApplicationScoped
public class ContextWitness {

    private static final String BEFORE = ContextWitness.class.getName();
    private static final int BEFORE_COUNTING = 2_000;
    private static final int AFTER_COUNTING = 997;

    private final AtomicInteger seen = new AtomicInteger();
    private final List<String> astray = new CopyOnWriteArrayList<>();

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.put(BEFORE, request.vertx().getOrCreateContext());
                    request.next();
                },
                BEFORE_COUNTING);
        filters.register(this::see, AFTER_COUNTING);
    }

    private void see(RoutingContext request) {
        Context before = request.get(BEFORE);
        if (!Context.isOnEventLoopThread() || Vertx.currentContext() != before) {
            astray.add(request.normalizedPath() + " on " + Thread.currentThread());
        }
        seen.incrementAndGet();
        request.next();
    }

    /** How many requests went on. */
    public int seen() {
        return seen.get();
    }

    /** Those that went on elsewhere. */
    public List<String> astray() {
        return astray;
    }
}
