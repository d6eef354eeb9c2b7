package dev.gastown.terminal.web.feed;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** SockJS's slower transports, and its raw WebSocket: Vert.x speaks them. */
record SockJsSocket(SockJSSocket socket) implements FeedSocket {
    /** Lets a session hear the socket; {@code gone} is run at the socket's end. */
    void carry(FeedLoop loop, FeedSession session, Runnable gone) {
        socket.handler(message -> session.heard(message.toString()));
        socket.exceptionHandler(broken -> {
            loop.failed(broken);
            session.closed();
        });
        socket.closeHandler(closed -> {
            session.closed();
            gone.run();
        });
    }

    @Override
    public void write(Envelope envelope, Runnable taken) {
        // Bytes, as Vert.x's bridge writes: on a raw WebSocket, frames of one kind.
        socket.write(envelope.bytes()).onComplete(done -> taken.run());
    }

    @Override
    public void write(String message, Runnable taken) {
        socket.write(Buffer.buffer(message)).onComplete(done -> taken.run());
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }
}
