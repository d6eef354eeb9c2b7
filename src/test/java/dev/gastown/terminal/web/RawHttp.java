package dev.gastown.terminal.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** HTTP by hand: what is written here is what is on the wire, however odd. */
public final class RawHttp {
    private static final int DEADLINE_MILLIS = 15_000;

    private RawHttp() {}

    /**
     * Sends a request and reads its answer to the end.
     *
     * @param requestLine such as {@code GET / HTTP/1.1}
     * @param body empty for none
     * @param headers lines; Host is added when there is none
     */
    public static Answer send(int port, String requestLine, String body, String... headers) {
        return send(port, requestLine, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Sends a body that need not be text. */
    static Answer send(int port, String requestLine, byte[] body, String... headers) {
        List<String> lines = new ArrayList<>(List.of(requestLine));
        lines.addAll(Arrays.asList(headers));
        if (!has(headers, "host:")) {
            lines.add("Host: 127.0.0.1:" + port);
        }
        lines.add("Connection: close");
        if (body.length > 0 && !has(headers, "transfer-encoding:")) {
            lines.add("Content-Length: " + body.length);
        }
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            try {
                socket.getOutputStream().write(body);
            } catch (IOException refusedEarly) {
                // The answer is there already.
            }
            return read(socket.getInputStream());
        } catch (IOException broken) {
            throw new UncheckedIOException(requestLine, broken);
        }
    }

    private static boolean has(String[] headers, String name) {
        return Arrays.stream(headers)
                .anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(name));
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException resetAfterTheAnswer) {
            if (all.size() == 0) {
                throw resetAfterTheAnswer;
            }
        }
        String text = all.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        String[] head = text.substring(0, end).split("\r\n");
        String body = text.substring(end + 4);
        Answer answer = new Answer(Integer.parseInt(head[0].split(" ")[1]), List.of(head), body);
        return answer.header("Transfer-Encoding").isPresent()
                ? new Answer(answer.status(), answer.head(), dechunked(body))
                : answer;
    }

    private static String dechunked(String body) {
        StringBuilder text = new StringBuilder();
        String rest = body;
        while (!rest.startsWith("0\r\n")) {
            int line = rest.indexOf("\r\n");
            int size = Integer.parseInt(rest.substring(0, line), 16);
            byte[] bytes = rest.substring(line + 2).getBytes(StandardCharsets.UTF_8);
            text.append(new String(bytes, 0, size, StandardCharsets.UTF_8));
            rest = new String(bytes, size + 2, bytes.length - size - 2, StandardCharsets.UTF_8);
        }
        return text.toString();
    }

    /** An answer; {@code head} begins with the status line. */
    public record Answer(int status, List<String> head, String body) {
        /** A header's value; the values joined by a bar when there are several. */
        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .reduce((one, other) -> one + "|" + other);
        }

        /** The body as an object. */
        public JsonObject json() {
            return new JsonObject(body);
        }

        /** The body as a list. */
        public JsonArray list() {
            return new JsonArray(body);
        }
    }
}
