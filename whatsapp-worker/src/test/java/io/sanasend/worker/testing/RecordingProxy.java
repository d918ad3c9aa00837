package io.sanasend.worker.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that notes every host and port it is asked for and passes on what goes to the loopback interface. It never
 * connects anywhere else.
 */
public final class RecordingProxy implements AutoCloseable {

    private final Set<String> asked = new ConcurrentSkipListSet<>();
    private final ServerSocket server;

    private RecordingProxy(ServerSocket server) {
        this.server = server;
    }

    public static RecordingProxy start() {
        try {
            var proxy = new RecordingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Arguments that send all of a browser's requests through it, those to the loopback interface too. */
    public String browserArguments() {
        return "--proxy-server=http://127.0.0.1:" + server.getLocalPort() + " --proxy-bypass-list=<-loopback>";
    }

    /** {@code host:port} of everything that was asked for. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            String head = readHead(in);
            String[] line = head.substring(0, head.indexOf("\r\n")).split(" ");
            boolean tunnel = line[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "http://" + line[1] : line[1]);
            int port = target.getPort() == -1 ? 80 : target.getPort();
            asked.add(target.getHost() + ":" + port);
            if (target.getHost().equals("127.0.0.1")) {
                pass(client, head, tunnel ? null : target, port);
            }
        } catch (IOException e) {
            // The browser or the page went away.
        }
    }

    private static void pass(Socket client, String head, @Nullable URI target, int port) throws IOException {
        try (var upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
            if (target == null) {
                String established = "HTTP/1.1 200 Connection established\r\n\r\n";
                client.getOutputStream().write(established.getBytes(StandardCharsets.US_ASCII));
            } else {
                upstream.getOutputStream().write(originForm(head, target).getBytes(StandardCharsets.ISO_8859_1));
            }
            InputStream in = client.getInputStream();
            Thread.ofVirtual().start(() -> copy(in, upstream));
            upstream.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        }
    }

    /** One request a connection keeps the proxy simple. */
    private static String originForm(String head, URI target) {
        String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
        String fields = head.substring(head.indexOf("\r\n")).replaceAll("(?i)\r\n(proxy-)?connection:[^\r]*", "");
        return head.substring(0, head.indexOf(' ')) + " " + path + " HTTP/1.1\r\nConnection: close" + fields;
    }

    private static void copy(InputStream from, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            from.transferTo(out);
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }

    private static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0 || head.length() > 65_536) {
                throw new IOException("no request");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
