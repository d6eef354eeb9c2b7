package dev.gastown.terminal.web.feed;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** SockJS's slower transports, and its raw WebSocket: Vert.x speaks them. */
record SockJsSocket(SockJSSocket socket) implements FeedSocket {
    /** Lets a session hear the socket; {@code gone} is run at the socket's end. */
    void carry(FeedSession session, Runnable gone) {
        socket.handler(message -> session.heard(message.toString()));
        socket.exceptionHandler(broken -> session.closed());
        socket.closeHandler(closed -> {
            session.closed();
            gone.run();
        });
    }

    @Override
    public Future<Void> write(Envelope envelope) {
        // Bytes, as Vert.x's bridge writes: on a raw WebSocket, frames of one kind.
        return socket.write(envelope.bytes());
    }

    @Override
    public Future<Void> write(String message) {
        return socket.write(Buffer.buffer(message));
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }
}
