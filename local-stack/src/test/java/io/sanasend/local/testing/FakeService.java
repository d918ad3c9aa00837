package io.sanasend.local.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands in for any of the three services when run from a jar with its name: listens where it is told, is healthy at once,
 * shows which variables it got, and notes when it was stopped. As the worker it also starts a "browser" that it never ends.
 *
 * <p>Uses nothing but the JDK, because it is packed alone.
 */
public final class FakeService {

    private static final Map<String, String> PORTS = Map.of(
            "quarkus-run", "SANASEND_API_PORT",
            "whatsapp-worker", "SANASEND_WORKER_PORT",
            "whatsapp-simulator", "SANASEND_SIMULATOR_PORT");

    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        String name = Path.of(System.getProperty("java.class.path"))
                .getFileName()
                .toString()
                .replace(".jar", "");
        if (System.getenv("TEST_BROKEN_SERVICE") != null && name.equals("whatsapp-worker")) {
            System.out.println("SANASEND_CHROME is not a program");
            System.exit(1);
        }
        Path stopped = Path.of(System.getenv("SANASEND_STACK_CHILD"), "stopped");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> note(stopped, name)));
        String browser = name.equals("whatsapp-worker")
                ? Long.toString(new ProcessBuilder("sleep", "600").start().pid())
                : "";
        String variables = System.getenv().keySet().stream().sorted().collect(Collectors.joining("\n"));
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv(PORTS.get(name))));
        HttpServer server = HttpServer.create(address, 0);
        serve(server, "/", "");
        serve(server, "/variables", variables);
        serve(server, "/browser", browser);
        server.createContext("/drain", exchange -> {
            note(stopped.resolveSibling("drained"), "drained");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        serve(server, "/pid", Long.toString(ProcessHandle.current().pid()));
        server.start();
    }

    private static void serve(HttpServer server, String path, String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static void note(Path file, String name) {
        try {
            Files.writeString(file, name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            e.printStackTrace();
        }
    }
}
