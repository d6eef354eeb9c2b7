package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.web.feed.SessionFeed;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A browser's end of the feed, over either WebSocket transport of SockJS; keeps what it receives in order. */
final class FeedBrowser implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 10;

    /** How a WebSocket carries the bridge's messages. */
    enum Transport {
        /** A message is a WebSocket message. */
        RAW("/websocket"),
        /** What {@code sockjs-client} does: messages in SockJS's frames. */
        SOCKJS("/000/abcdefgh/websocket");

        private final String path;

        Transport(String path) {
            this.path = path;
        }
    }

    final WebSocket socket;
    private final Transport transport;
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> otherFrames = new LinkedBlockingQueue<>();

    /** Connects to a gateway. */
    FeedBrowser(GatewayFixture gateway, String user, Transport transport) {
        this(gateway.browsers(), gateway.port(), SessionFeed.PATH, transport, GatewayFixture.cookie(user));
    }

    /** Connects to whatever speaks SockJS under that path. */
    FeedBrowser(WebSocketClient client, int port, String path, Transport transport, String... headers) {
        this.transport = transport;
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path + transport.path);
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            options.addHeader(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        socket = await(client.connect(options).onSuccess(open -> {
            open.textMessageHandler(this::heard);
            open.binaryMessageHandler(bytes -> heard(bytes.toString()));
        }));
    }

    private void heard(String message) {
        if (transport == Transport.RAW) {
            messages.add(message);
        } else if (message.startsWith("a")) {
            new JsonArray(message.substring(1)).forEach(each -> messages.add((String) each));
        } else {
            otherFrames.add(message);
        }
    }

    void send(String message) {
        socket.writeTextMessage(
                transport == Transport.RAW
                        ? message
                        : new JsonArray().add(message).encode());
    }

    void send(String type, String address) {
        send(new JsonObject().put("type", type).put("address", address).encode());
    }

    /** The next message of the bridge. */
    String next() {
        return take(messages);
    }

    JsonObject nextJson() {
        return new JsonObject(next());
    }

    /** The next SockJS frame that carries no message. */
    String nextOtherFrame() {
        return take(otherFrames);
    }

    private String take(BlockingQueue<String> from) {
        try {
            String next = from.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came; closed: " + socket.isClosed());
            }
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        if (!socket.isClosed()) {
            await(socket.close());
        }
    }
}
