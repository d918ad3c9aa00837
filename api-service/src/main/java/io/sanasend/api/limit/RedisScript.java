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
import java.util.List;

/**
 * A script for Redis, on some keys. It is called by its digest, and sent itself when Redis does not know it: once after each
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
    Future<Response> run(Redis redis, List<String> keys, long... arguments) {
        return redis.send(call(Command.EVALSHA, digest, keys, arguments))
                .recover(failure -> String.valueOf(failure.getMessage()).startsWith(UNKNOWN)
                        ? redis.send(call(Command.EVAL, text, keys, arguments))
                        : Future.failedFuture(failure));
    }

    private static Request call(Command command, String script, List<String> keys, long... arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
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
