package dev.gastown.terminal.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** One HTTP connection that is kept: takes a request from a queue, sends it, and takes the next when the answer has come. */
final class Caller extends ByteToMessageDecoder {
    private static final String HEAD_END = "\r\n\r\n";
    private static final String LENGTH = "content-length: ";

    private final Queue<String> requests;
    private final int status;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private Caller(Queue<String> requests, int status) {
        this.requests = requests;
        this.status = status;
    }

    /**
     * Sends all requests.
     *
     * @param requests whole, shared with other callers
     * @param status every answer's
     * @return completes when the queue is empty; fails on another status
     */
    static CompletableFuture<Void> call(int port, Queue<String> requests, int status) {
        Caller caller = new Caller(requests, status);
        Client.connect(Client.LOOPS, port, caller, caller.done);
        return caller.done;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        String request = requests.poll();
        if (request == null) {
            done.complete(null);
            ctx.close();
        } else {
            ctx.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII), ctx.voidPromise());
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        String answer = in.toString(StandardCharsets.US_ASCII);
        int end = answer.indexOf(HEAD_END);
        if (end < 0) {
            return;
        }
        int length = answer.indexOf(LENGTH) + LENGTH.length();
        int whole = end + HEAD_END.length() + Integer.parseInt(answer.substring(length, answer.indexOf('\r', length)));
        if (answer.length() < whole) {
            return;
        }
        in.skipBytes(whole);
        if (answer.startsWith("HTTP/1.1 " + status + " ")) {
            next(ctx);
        } else {
            exceptionCaught(
                    ctx,
                    new IllegalStateException(
                            "Answered " + answer.lines().findFirst().orElse("")));
        }
    }

    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        done.completeExceptionally(new IllegalStateException("The connection was not kept"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        done.completeExceptionally(cause);
        ctx.close();
    }
}
