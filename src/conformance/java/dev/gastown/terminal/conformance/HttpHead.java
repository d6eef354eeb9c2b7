package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The head of a GET request, and nothing read beyond it.
 *
 * @param target what was asked for
 * @param headers what follows the first line, with its line end and the empty line
 */
record HttpHead(String target, String headers) {
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
        int firstLineEnd = head.indexOf("\r\n");
        return new HttpHead(head.substring(0, firstLineEnd).split(" ")[1], head.substring(firstLineEnd));
    }

    /** The same request for another target of another server. */
    byte[] to(Route route) {
        String host = "\r\nHost: 127.0.0.1:" + route.port() + "\r\n";
        return ("GET " + route.target() + " HTTP/1.1" + headers.replaceFirst("(?i)\r\nhost:.*?\r\n", host))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
