package io.sanasend.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Finds out which TCP ports of the loopback address can be had. */
public final class FreePort {

    /** Bounds of a range below the ports that systems give to outgoing connections. */
    public static final int LOWEST = 20_000;

    public static final int HIGHEST = 32_000;

    private static final int MOST_TRIES = 100;

    private FreePort() {}

    /**
     * A port nobody listens on at this moment, from a range in which systems give none to whoever asks for any: so it is still
     * free when a server comes back to it.
     */
    public static int likelyToStayFree() {
        return new SecureRandom()
                .ints(MOST_TRIES, LOWEST, HIGHEST)
                .filter(FreePort::isFree)
                .findFirst()
                .orElseGet(FreePort::any);
    }

    /** A port nobody listens on at this moment. Another process can take it before it is used: be ready to fail. */
    public static int any() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback address", e);
        }
    }

    /** Whether one could listen on that port of the loopback address now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
