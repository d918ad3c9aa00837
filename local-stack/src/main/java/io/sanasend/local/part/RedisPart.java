package io.sanasend.local.part;

import io.sanasend.local.process.ServerFiles;
import io.sanasend.local.redis.RedisDidNotStart;
import io.sanasend.local.redis.RedisServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stack's own Redis. */
public final class RedisPart implements Part {

    private final Path data;
    private final LogFile log;
    private volatile @Nullable RedisServer server;

    public RedisPart(Path data, LogFile log) {
        this.data = data;
        this.log = log;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public LogFile log() {
        return log;
    }

    @Override
    public String start() {
        stop();
        try {
            RedisServer started =
                    RedisServer.start(new ServerFiles(data, logFile(), ServerFiles.OnExit.LEAVE_TO_OWNER));
            server = started;
            return "127.0.0.1:" + started.port();
        } catch (RedisDidNotStart e) {
            throw new PartDidNotStart(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public URI check() {
        return URI.create("tcp://127.0.0.1:" + server().port());
    }

    @Override
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(server).flatMap(RedisServer::process);
    }

    @Override
    public void stop() {
        RedisServer running = server;
        if (running != null) {
            running.close();
            server = null;
        }
    }

    /** The server, after a good {@link #start()}. */
    public RedisServer server() {
        RedisServer running = server;
        if (running == null) {
            throw new IllegalStateException("Redis was not started");
        }
        return running;
    }
}
