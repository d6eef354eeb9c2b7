package dev.gastown.terminal.relay;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection on which a request was begun and not finished in time, however slowly its bytes trickle, and one that
 * idles between requests. An idle timeout of the server would do neither for a trickle, and would cut quiet WebSockets.
 *
 * <p>A connection that became a WebSocket is left alone. Confined to the connection's event loop.
 */
final class RequestDeadline extends ChannelDuplexHandler {
    /** Seconds a connection may stay open without a request. */
    private static final int KEEP_ALIVE_SECONDS = 75;

    private final long requestMillis;
    private final Runnable onCut;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> deadline;
    private boolean receiving;

    /** A request may be answered before its last byte has come: too large, for example. */
    private boolean answered;

    private RequestDeadline(Duration request, Runnable onCut) {
        this.requestMillis = request.toMillis();
        this.onCut = onCut;
    }

    /**
     * Watches a new connection.
     *
     * @param pipeline has Vert.x's HTTP codec already
     * @param request time a client has from its first byte to its last
     * @param onCut run when a connection is cut because that was too long
     */
    static void watch(ChannelPipeline pipeline, Duration request, Runnable onCut) {
        RequestDeadline deadline = new RequestDeadline(request, onCut);
        pipeline.addBefore("httpDecoder", "request-begin", deadline.new Begin());
        // Behind the encoder, where responses are still objects.
        pipeline.addAfter("httpEncoder", "request-deadline", deadline);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        receiving = true;
        cutAfter(requestMillis);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        deadline.cancel(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof LastHttpContent) {
            receiving = false;
            deadline.cancel(false);
            if (answered) {
                idle();
            }
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response
                && response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
            ctx.pipeline().remove("request-begin");
            ctx.pipeline().remove(this);
        } else if (message instanceof LastHttpContent && !isInterim(message)) {
            answered = true;
            if (!receiving) {
                idle();
            }
        }
        ctx.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel(false);
        ctx.fireChannelInactive();
    }

    /** Such as 100 Continue: the answer is still to come. */
    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private void idle() {
        cutAfter(TimeUnit.SECONDS.toMillis(KEEP_ALIVE_SECONDS));
    }

    private void cutAfter(long millis) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor().schedule(this::cut, millis, TimeUnit.MILLISECONDS);
    }

    private void cut() {
        if (receiving) {
            onCut.run();
        }
        context.close();
    }

    /** Sees bytes before the decoder makes a request of them. */
    private final class Begin extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object bytes) {
            if (!receiving) {
                receiving = true;
                answered = false;
                cutAfter(requestMillis);
            }
            ctx.fireChannelRead(bytes);
        }
    }
}
