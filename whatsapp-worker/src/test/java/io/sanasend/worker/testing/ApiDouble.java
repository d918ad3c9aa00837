package io.sanasend.worker.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpServer;
import io.sanasend.model.wire.WorkerEvent;
import io.sanasend.model.wire.WorkerEventBatch;
import io.sanasend.model.wire.WorkerLease;
import io.sanasend.model.wire.WorkerPaths;
import io.sanasend.model.wire.WorkerRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The api's end of the events: takes every batch and every registration, and keeps what they said. */
public final class ApiDouble implements AutoCloseable {

    private final ObjectMapper json =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private final List<WorkerEvent> events = new CopyOnWriteArrayList<>();
    private final List<WorkerRegistration> registrations = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private ApiDouble(HttpServer server) {
        this.server = server;
    }

    public static ApiDouble start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var api = new ApiDouble(server);
            server.createContext(WorkerPaths.WORKER_EVENTS, exchange -> {
                var batch = api.json.readValue(exchange.getRequestBody(), WorkerEventBatch.class);
                api.events.addAll(batch.events());
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.createContext(WorkerPaths.WORKERS, exchange -> {
                api.registrations.add(api.json.readValue(exchange.getRequestBody(), WorkerRegistration.class));
                byte[] lease = api.json.writeValueAsBytes(new WorkerLease(20));
                exchange.sendResponseHeaders(200, lease.length);
                exchange.getResponseBody().write(lease);
                exchange.close();
            });
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public <T extends WorkerEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public List<WorkerRegistration> registrations() {
        return registrations;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
