package io.sanasend.api.limit;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script for Redis, on one key. It is called by its digest, and sent itself when Redis does not know it: once after each
 * start of Redis. Never blocks. Safe for use by many threads.
 */
final class RedisScript {

    /** What Redis says of a script that it does not know. */
    private static final String UNKNOWN = "NOSCRIPT";

    private final String text;
    private final String digest;

    RedisScript(String text) {
        this.text = text;
        this.digest = digest(text);
    }

    /** Its answer; in one round trip if Redis knows it, and in two if not. */
    Future<Response> run(Redis redis, String key, long... arguments) {
        return redis.send(call(Command.EVALSHA, digest, key, arguments))
                .recover(failure -> String.valueOf(failure.getMessage()).startsWith(UNKNOWN)
                        ? redis.send(call(Command.EVAL, text, key, arguments))
                        : Future.failedFuture(failure));
    }

    private static Request call(Command command, String script, String key, long... arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(key);
        for (long argument : arguments) {
            request.arg(argument);
        }
        return request;
    }

    /** SHA-1 is what Redis names scripts by; nothing is kept secret by it. */
    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-1", e);
        }
    }
}
