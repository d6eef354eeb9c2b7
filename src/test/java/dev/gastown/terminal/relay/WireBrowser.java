package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A browser's end of a terminal's or a wall's socket. */
final class WireBrowser extends WirePeer {
    private String answer;

    private WireBrowser(Socket socket) {
        super(socket, true);
    }

    /** Connects with a small receive window, as a slow viewer; not upgraded yet. */
    static WireBrowser connect(int port, int receiveBufferBytes) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(receiveBufferBytes);
            socket.connect(new java.net.InetSocketAddress("127.0.0.1", port));
            return new WireBrowser(socket);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The same by https. */
    static WireBrowser connect(int port, int receiveBufferBytes, SSLContext trust) {
        Socket plain = connect(port, receiveBufferBytes).socket;
        try {
            return new WireBrowser(trust.getSocketFactory().createSocket(plain, "localhost", port, true));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** On a connection that is there already. */
    static WireBrowser on(Socket connected) {
        return new WireBrowser(connected);
    }

    static WireBrowser connect(int port) {
        return connect(port, 1 << 18);
    }

    /** Asks for a terminal; the answer's head is in {@link #answer}. */
    WireBrowser upgrade(String query, String... moreHeaders) {
        return upgradeAt("/api/gastown/terminal" + query, moreHeaders);
    }

    /** Asks for any socket; the answer's head is in {@link #answer}. */
    WireBrowser upgradeAt(String pathAndQuery, String... moreHeaders) {
        List<String> lines = new ArrayList<>(List.of(
                "GET " + pathAndQuery + " HTTP/1.1",
                "Host: 127.0.0.1:" + socket.getPort(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        lines.addAll(List.of(moreHeaders));
        sendHead(lines.toArray(String[]::new));
        answer = receiveHead();
        return this;
    }

    String answer() {
        return answer;
    }

    int status() {
        return Integer.parseInt(answer.substring(9, 12));
    }

    /** Reads until a text has come in binary frames. */
    void shows(String text) {
        StringBuilder shown = new StringBuilder();
        while (shown.indexOf(text) < 0) {
            Frame frame = receive();
            assertThat(frame).as("after %s", shown).isNotNull();
            assertThat(frame.opcode()).as("%s after %s", frame, shown).isNotEqualTo(Frame.CLOSE);
            shown.append(frame.opcode() == Frame.BINARY ? frame.utf8() : "");
        }
    }

    /** The body of a plain answer. */
    String body() {
        String length = answer.toLowerCase(java.util.Locale.ROOT)
                .split("content-length: ")[1]
                .split("\r\n")[0];
        try {
            return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
