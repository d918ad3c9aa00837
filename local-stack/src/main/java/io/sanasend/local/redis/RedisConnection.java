package io.sanasend.local.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Just enough of the Redis protocol to ask a server whether it is up and takes the password. Opens one connection per question. */
final class RedisConnection {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private RedisConnection() {}

    /** Whether a Redis that accepts this password answers on that port, and has loaded its data. */
    static boolean answers(int port, String password) {
        try (Socket socket = new Socket()) {
            int millis = (int) DEADLINE.toMillis();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(lines.readLine()) && "+PONG".equals(lines.readLine());
        } catch (IOException _) {
            return false;
        }
    }
}
