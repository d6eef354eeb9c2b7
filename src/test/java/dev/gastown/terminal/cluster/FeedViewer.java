package dev.gastown.terminal.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A session picker: a SockJS subscription to the town's lists that keeps what it was told. Safe on any thread. */
final class FeedViewer implements AutoCloseable {
    private static final String LISTS = "gastown.town." + RehearsedCluster.TOWN + ".sessions";

    private static final long PING_MILLIS = 5_000;

    private final List<JsonObject> lists = new ArrayList<>();
    private final WebSocket socket;

    /**
     * Subscribes, and gives signs of life from then on, as the page does.
     *
     * @param socket just opened
     */
    FeedViewer(Vertx vertx, WebSocket socket) {
        this.socket = socket;
        socket.handler(this::hear);
        socket.exceptionHandler(broken -> {});
        socket.writeTextMessage(
                new JsonObject().put("type", "register").put("address", LISTS).encode());
        long timer = vertx.setPeriodic(
                PING_MILLIS,
                due -> socket.writeTextMessage(
                        new JsonObject().put("type", "ping").encode()));
        socket.closeHandler(closed -> vertx.cancelTimer(timer));
    }

    private synchronized void hear(Buffer message) {
        JsonObject heard = new JsonObject(message);
        if (heard.getString("type").equals("rec")) {
            lists.add(heard.getJsonObject("body"));
        }
    }

    /** Every list received so far. */
    synchronized List<JsonObject> lists() {
        return List.copyOf(lists);
    }

    /** The status the socket was closed with; null while it is open. */
    Short closeCode() {
        return socket.isClosed() ? socket.closeStatusCode() : null;
    }

    @Override
    public void close() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }
}
