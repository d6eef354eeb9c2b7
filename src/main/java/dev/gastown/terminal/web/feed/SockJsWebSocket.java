package dev.gastown.terminal.web.feed;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/**
 * SockJS over a WebSocket, what the page uses. Not by Vert.x's handler, which would quote every list again for every
 * subscriber, and queue without bound for one that doesn't read.
 */
final class SockJsWebSocket implements FeedSocket {
    /** Proxies cut what is silent for long; as often as Vert.x's handler. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    private final ServerWebSocket socket;
    private boolean silent = true;

    /** @param socket whose handshake is done */
    SockJsWebSocket(ServerWebSocket socket) {
        this.socket = socket;
        socket.writeTextMessage(SockJsFrame.OPEN);
    }

    /** Lets a session hear the socket; {@code gone} is run at the socket's end. */
    void carry(FeedLoop loop, FeedSession session, Runnable gone) {
        long heartbeats = loop.every(HEARTBEAT, this::beat);
        socket.textMessageHandler(frame -> hear(frame, session));
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> {
            loop.stop(heartbeats);
            session.closed();
            gone.run();
        });
    }

    private void hear(String frame, FeedSession session) {
        SockJsFrame.messagesIn(frame)
                .ifPresentOrElse(messages -> messages.forEach(session::heard), () -> socket.close());
    }

    private void beat() {
        if (silent) {
            socket.writeTextMessage(SockJsFrame.HEARTBEAT);
        }
        silent = true;
    }

    @Override
    public Future<Void> write(Envelope envelope) {
        silent = false;
        return socket.writeTextMessage(envelope.sockJsFrame());
    }

    @Override
    public Future<Void> write(String message) {
        return socket.writeTextMessage(SockJsFrame.ofMessage(message));
    }

    @Override
    public void close(int code, String reason) {
        socket.writeTextMessage(SockJsFrame.ofClose(code, reason));
        socket.close((short) code, reason);
    }
}
