package io.sanasend.local.part;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * What a service is asked by a POST before it is told to end for good; a service that is only restarted is not asked.
 *
 * @param address where it is asked
 * @param headers what proves that it may be asked; secret
 * @param patience how long an answer is waited for; without one the service is told to end all the same
 */
public record Drain(URI address, Map<String, String> headers, Duration patience) {

    public Drain {
        headers = Map.copyOf(headers);
    }

    /** Asks, and waits for the answer. A service that does not know the question, or is gone, needs no draining. */
    void ask() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(patience).POST(BodyPublishers.noBody());
        headers.forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(request.build(), BodyHandlers.discarding());
        } catch (IOException _) {
            // It is told to end next, whatever it did.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "Drain[" + address + "]";
    }
}
