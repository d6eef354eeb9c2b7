package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A client that remembers every frame. What it received may be asked from the test's thread. */
final class TestViewer {
    /** The terminal bytes since, and including, the newest complete or incomplete snapshot. */
    private Buffer terminal = Buffer.buffer();

    private final WebSocket socket;
    private final List<JsonObject> control = new ArrayList<>();
    private Buffer live = Buffer.buffer();
    private boolean isLive;
    private int largestFrame;
    private long liveBytes;
    private int keptBytes = Integer.MAX_VALUE;

    TestViewer(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(this::text);
        socket.binaryMessageHandler(this::binary);
        socket.exceptionHandler(broken -> {});
    }

    private synchronized void text(String text) {
        JsonObject message = new JsonObject(text);
        control.add(message);
        if (message.getString("type").equals("snapshot")) {
            terminal = Buffer.buffer();
            live = Buffer.buffer();
            isLive = false;
        } else if (message.getString("type").equals("live")) {
            isLive = true;
        }
    }

    private synchronized void binary(Buffer bytes) {
        largestFrame = Math.max(largestFrame, bytes.length());
        terminal.appendBuffer(bytes);
        if (isLive) {
            live.appendBuffer(bytes);
            liveBytes += bytes.length();
        }
        if (terminal.length() > keptBytes) {
            terminal = Buffer.buffer();
            live = Buffer.buffer();
        }
    }

    /** From now on forgets what was received whenever it exceeds this many bytes, as a flood does. */
    synchronized TestViewer keeping(int bytes) {
        keptBytes = bytes;
        return this;
    }

    /** All live bytes ever received, forgotten ones included. */
    synchronized long liveBytes() {
        return liveBytes;
    }

    WebSocket socket() {
        return socket;
    }

    void type(String text) {
        SandboxFixture.await(socket.writeBinaryMessage(Buffer.buffer(text)));
    }

    void say(String text) {
        SandboxFixture.await(socket.writeTextMessage(text));
    }

    void say(JsonObject message) {
        say(message.encode());
    }

    synchronized List<JsonObject> control() {
        return List.copyOf(control);
    }

    synchronized List<String> types() {
        return control.stream().map(message -> message.getString("type")).toList();
    }

    synchronized Optional<JsonObject> last(String type) {
        return control.stream()
                .filter(message -> message.getString("type").equals(type))
                .reduce((a, b) -> b);
    }

    synchronized long count(String type) {
        return control.stream()
                .filter(message -> message.getString("type").equals(type))
                .count();
    }

    synchronized Buffer terminal() {
        return terminal.copy();
    }

    synchronized Buffer live() {
        return live.copy();
    }

    synchronized int largestFrame() {
        return largestFrame;
    }

    synchronized boolean isLive() {
        return isLive;
    }

    TestViewer awaitLive() {
        TestTown.await("the viewer to be live", this::isLive);
        return this;
    }

    TestViewer awaitText(String text) {
        TestTown.await("the viewer to see " + text, () -> terminal().toString().contains(text));
        return this;
    }

    void awaitClosed() {
        TestTown.await("the socket to close", socket::isClosed);
    }

    void close() {
        SandboxFixture.await(socket.close());
    }
}
