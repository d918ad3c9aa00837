package io.sanasend.local.part;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service's health address. Safe for use by several threads; holds no connection between questions for long. */
public final class HealthProbe {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();

    /** Whether an {@code http} address answers 200, or somebody listens at a {@code tcp} one. */
    public boolean isHealthy(URI address) {
        return "tcp".equals(address.getScheme()) ? listens(address) : answers(address);
    }

    private boolean answers(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(DEADLINE).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean listens(URI address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), (int) DEADLINE.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
