package dev.gastown.terminal.cluster;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;

/** A terminal in the form {@code gastown.terminal.v2} that keeps what it was sent. Safe on any thread. */
final class TerminalViewer {
    private final WebSocket socket;
    private Buffer terminal = Buffer.buffer();
    private boolean live;

    /** @param socket just opened */
    TerminalViewer(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(this::control);
        socket.binaryMessageHandler(this::output);
        socket.exceptionHandler(broken -> {});
    }

    private synchronized void control(String text) {
        String type = new JsonObject(text).getString("type");
        if (type.equals("snapshot")) {
            terminal = Buffer.buffer();
            live = false;
        } else if (type.equals("live")) {
            live = true;
        }
    }

    private synchronized void output(Buffer bytes) {
        terminal.appendBuffer(bytes);
    }

    /** Whether the snapshot is complete. */
    synchronized boolean isLive() {
        return live;
    }

    /** The newest snapshot and all bytes after it. */
    synchronized String terminal() {
        return terminal.toString();
    }

    /** The status the socket was closed with; null while it is open. */
    Short closeCode() {
        return socket.isClosed() ? socket.closeStatusCode() : null;
    }
}
