package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The head of a GET request, and nothing read beyond it.
 *
 * @param headers what follows the first line, with its line end and the empty line
 */
record HttpHead(String headers) {
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
        return new HttpHead(head.substring(head.indexOf("\r\n")));
    }

    /** The same request for another target. */
    byte[] to(String target) {
        return ("GET " + target + " HTTP/1.1" + headers).getBytes(StandardCharsets.ISO_8859_1);
    }
}
