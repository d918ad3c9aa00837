package io.sanasend.local.stack;

import io.sanasend.local.files.TemporaryDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A stack for one measurement or trial: on free ports, in a temporary home, with the simulator. It shares nothing with a stack
 * that runs on the machine, and leaves nothing behind: what is not closed is closed when the JVM exits.
 */
public final class ScratchStack implements AutoCloseable {

    /** What would make it share something with another stack. */
    private static final Set<String> NOT_SHARED = Set.of(
            "SANASEND_DATABASE_URL",
            "SANASEND_REDIS_URL",
            "SANASEND_WHATSAPP_URL",
            "SANASEND_WORKER_DATA",
            "SANASEND_WORKER_ID",
            "SANASEND_PROFILES",
            "SANASEND_MEDIA_DIR",
            "SANASEND_SIMULATOR_DATA",
            "SANASEND_API_REPLICAS",
            "SANASEND_WORKERS");

    /** One caller asks for as much as it can there. What counting requests costs is still paid. */
    private static final Map<String, String> AS_MANY_REQUESTS_AS_IT_CAN_SERVE = Map.of(
            "SANASEND_LIMITS_REQUESTS_PER_KEY", "1000000",
            "SANASEND_LIMITS_REQUESTS_PER_USER", "1000000",
            "SANASEND_LIMITS_REQUESTS_PER_ADDRESS", "1000000");

    private final TemporaryDirectory home;
    private final StackSettings settings;
    private final LocalStack stack;

    private ScratchStack(TemporaryDirectory home, StackSettings settings, LocalStack stack) {
        this.home = home;
        this.settings = settings;
        this.stack = stack;
    }

    /**
     * Prepares one that is not started yet.
     *
     * @param name begins the name of its home
     * @param environment settings of the caller's; those that lead to other stacks are left out
     * @param more settings for where the caller says nothing
     */
    public static ScratchStack prepare(
            String name,
            Map<String, String> environment,
            Map<String, String> more,
            Replicas replicas,
            Path root,
            Progress progress) {
        TemporaryDirectory home = TemporaryDirectory.create(name);
        StackSettings settings = StackSettings.from(own(environment, more, replicas, home.path()), root);
        ScratchStack scratch = new ScratchStack(home, settings, new LocalStack(settings, progress, Clock.systemUTC()));
        Runtime.getRuntime().addShutdownHook(new Thread(scratch::close, "end-scratch-stack"));
        return scratch;
    }

    private static Map<String, String> own(
            Map<String, String> environment, Map<String, String> more, Replicas replicas, Path home) {
        Ports ports = Ports.free(RandomGenerator.getDefault(), replicas);
        Map<String, String> own = new HashMap<>(environment);
        own.keySet().removeAll(NOT_SHARED);
        own.put("SANASEND_HOME", home.toString());
        own.put("SANASEND_API_PORT", Integer.toString(ports.api()));
        own.put("SANASEND_API_MANAGEMENT_PORT", Integer.toString(ports.management()));
        own.put("SANASEND_WORKER_PORT", Integer.toString(ports.worker()));
        own.put("SANASEND_SIMULATOR_PORT", Integer.toString(ports.simulator()));
        own.put("SANASEND_API_REPLICAS", Integer.toString(replicas.apis()));
        own.put("SANASEND_WORKERS", Integer.toString(replicas.workers()));
        own.put("SANASEND_API_HOST", "127.0.0.1");
        more.forEach(own::putIfAbsent);
        AS_MANY_REQUESTS_AS_IT_CAN_SERVE.forEach(own::putIfAbsent);
        return own;
    }

    /** The stack, for who starts and looks at it. */
    public LocalStack stack() {
        return stack;
    }

    public StackSettings settings() {
        return settings;
    }

    /** First the processes, then their files. Closing twice is harmless. */
    @Override
    public void close() {
        stack.close();
        home.close();
    }
}
