package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The head of an HTTP request, and nothing read beyond it.
 *
 * @param requestLine the first line
 * @param headers the other lines, with their line ends and the empty line
 */
record HttpHead(String requestLine, String headers) {
    private static final String END = "\r\n\r\n";

    /** Reads to the empty line; fails when the connection ends before it. */
    static HttpHead read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended within a request");
            }
            head.append((char) next);
        }
        int line = head.indexOf("\r\n");
        return new HttpHead(head.substring(0, line), head.substring(line));
    }

    String target() {
        return requestLine.split(" ")[1];
    }

    /** The same request for another target. */
    byte[] to(String target) {
        return ("GET " + target + " HTTP/1.1" + headers).getBytes(StandardCharsets.ISO_8859_1);
    }
}
