package io.sanasend.api.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * An upload on a connection of its own, to be sent in pieces, left unfinished or broken off. Announces {@code size} bytes
 * of file content.
 */
public final class RawUpload implements AutoCloseable {

    private static final String BOUNDARY = "raw-upload-boundary";
    private static final String END = "\r\n--" + BOUNDARY + "--\r\n";

    private final Socket socket;
    private final OutputStream out;

    /** Sends the head of the request and the form fields; nothing of the file. */
    public RawUpload(URL target, String authorization, long size) throws IOException {
        byte[] start = (field("recipient", "+4915112345678")
                        + field("media_type", "document")
                        + "--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"big.bin\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        String head = "POST " + target.getPath() + " HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n"
                + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                + "Prefer: respond-async\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n"
                + "Content-Length: " + (start.length + size + END.length()) + "\r\n\r\n";
        socket = new Socket(target.getHost(), target.getPort());
        socket.setSoTimeout(Math.toIntExact(Duration.ofMinutes(2).toMillis()));
        out = socket.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(start);
        out.flush();
    }

    /** Sends that many bytes of the file, or fewer if the answer comes before. */
    public RawUpload send(long count) throws IOException {
        byte[] piece = new byte[1 << 16];
        for (long left = count; left > 0 && socket.getInputStream().available() == 0; left -= piece.length) {
            out.write(piece, 0, (int) Math.min(left, piece.length));
        }
        out.flush();
        return this;
    }

    public RawUpload finish() throws IOException {
        out.write(END.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return this;
    }

    /** The status of the answer, with all its lines up to the body's end or the connection's. */
    public Answer answer() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        if (head.isEmpty()) {
            throw new IOException("the connection ended without an answer");
        }
        char[] body = new char[length];
        int read = 0;
        for (int n = 0; read < length && n >= 0; read += Math.max(n, 0)) {
            n = in.read(body, read, length - read);
        }
        return new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), new String(body, 0, read));
    }

    /** Breaks it off, if it is not finished. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static String field(String name, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    /** What came back. */
    public record Answer(int status, String head, String body) {}
}
