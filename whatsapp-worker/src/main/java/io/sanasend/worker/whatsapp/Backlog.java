package io.sanasend.worker.whatsapp;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * News of one page that wait to be heard: one after the other, in their order. When there are many, whoever brings more
 * waits.
 *
 * <p>Thread-safe. Its thread lives only while there is something to do.
 */
final class Backlog implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final int CAPACITY = 1000;

    private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private boolean busy;

    @Override
    public void execute(Runnable news) {
        try {
            waiting.put(news);
            wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void wake() {
        if (!busy) {
            busy = true;
            Thread.ofVirtual().name("page-news").start(this::work);
        }
    }

    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.error("news of a page could not be dealt with; the next are heard", e);
            }
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Runnable next() {
        Runnable next = waiting.poll();
        busy = next != null;
        return next;
    }
}
