package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A wall's client that remembers every frame. What it received may be asked from the test's thread. */
final class TestWall {
    private final WebSocket socket;
    private final List<JsonObject> frames = new ArrayList<>();

    TestWall(WebSocket socket) {
        this.socket = socket;
        socket.textMessageHandler(this::received);
        socket.exceptionHandler(broken -> {});
    }

    private synchronized void received(String text) {
        frames.add(new JsonObject(text));
    }

    WebSocket socket() {
        return socket;
    }

    /** All frames of a session so far. */
    synchronized List<JsonObject> of(String session) {
        return frames.stream()
                .filter(frame -> session.equals(frame.getString("session")))
                .toList();
    }

    /** The newest frame of a session. */
    Optional<JsonObject> last(String session) {
        return of(session).stream().reduce((a, b) -> b);
    }

    /** The newest screen's rows; none while the session is gone or unknown. */
    List<String> lines(String session) {
        return last(session)
                .map(frame -> frame.getJsonArray("lines", new JsonArray()))
                .orElseGet(JsonArray::new)
                .stream()
                .map(String.class::cast)
                .toList();
    }

    TestWall awaitText(String session, String text) {
        TestTown.await(
                "the wall to show " + text + " in " + session,
                () -> lines(session).stream().anyMatch(line -> line.contains(text)));
        return this;
    }

    TestWall awaitGone(String session) {
        TestTown.await(
                session + " to be gone",
                () -> last(session)
                        .filter(frame -> frame.getString("type").equals("gone"))
                        .isPresent());
        return this;
    }

    void close() {
        SandboxFixture.await(socket.close());
    }
}
