package io.sanasend.local.process;

/** Something to do when the JVM exits, which can be called off. Safe for use by several threads. */
public final class ExitHook {

    private final Thread thread;

    private ExitHook(Thread thread) {
        this.thread = thread;
    }

    /** Registers the action. */
    public static ExitHook register(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        Runtime.getRuntime().addShutdownHook(thread);
        return new ExitHook(thread);
    }

    /** Calls the action off; does nothing when the JVM is exiting already. */
    public void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException _) {
            // The JVM is exiting: the hook runs or has run, and there is nothing to call off.
        }
    }
}
