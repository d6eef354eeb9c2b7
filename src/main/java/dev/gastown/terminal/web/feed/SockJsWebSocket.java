package dev.gastown.terminal.web.feed;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * SockJS over a WebSocket, what the page uses. Not by Vert.x's handler, which would quote every list again for every
 * subscriber, and queue without bound for one that doesn't read.
 */
final class SockJsWebSocket implements FeedSocket {
    /** Proxies cut what is silent for long; as often as Vert.x's handler. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    /** What a browser has to take the last frames. */
    private static final int CLOSE_SECONDS = 5;

    private final ServerWebSocket socket;

    /** Behind it nothing but the network: bytes that are written here are frames already. */
    private final ChannelHandlerContext raw;

    private boolean silent = true;

    /**
     * @param socket whose handshake is done
     * @param channel its connection
     */
    SockJsWebSocket(ServerWebSocket socket, Channel channel) {
        this.socket = socket;
        this.raw = channel.pipeline().context(WebSocket13FrameEncoder.class);
        socket.writeTextMessage(SockJsFrame.OPEN);
    }

    /** Lets a session hear the socket; {@code gone} is run at the socket's end. */
    void carry(FeedLoop loop, FeedSession session, Runnable gone) {
        long heartbeats = loop.every(HEARTBEAT, this::beat);
        socket.textMessageHandler(frame -> hear(frame, session));
        socket.exceptionHandler(loop::failed);
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
    public void write(Envelope envelope, Runnable taken) {
        silent = false;
        raw.writeAndFlush(envelope.sockJsMessage().duplicate()).addListener(done -> taken.run());
    }

    @Override
    public void write(String message, Runnable taken) {
        // Short, so that Vert.x makes one frame of it: the lists may go between frames, not between parts of a message.
        socket.writeTextMessage(SockJsFrame.ofMessage(message)).onComplete(done -> taken.run());
    }

    @Override
    public void close(int code, String reason) {
        socket.writeTextMessage(SockJsFrame.ofClose(code, reason));
        socket.close((short) code, reason);
        // Vert.x waits until the close frame is written: a browser that reads nothing would stay for ever.
        raw.executor().schedule(() -> raw.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
