package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.relay.wire.FrameRunDecoder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.List;

/**
 * Where a {@link Leg} stands in a channel's pipeline: behind a decoder of its own, before the {@link Handover}, or Vert.x's
 * handler, which hears of nothing but the connection's end.
 */
final class LegPipeline {
    private static final String VERTX_HANDLER = "handler";

    private LegPipeline() {}

    /** Decodes every frame ({@code relay.mode: frames}). */
    static List<ChannelHandler> frames(boolean server, LimitSettings limits) {
        return List.of(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(server)
                        .allowMaskMismatch(false)
                        .allowExtensions(false)
                        .maxFramePayloadLength(limits.messageBytes())
                        .closeOnProtocolViolation(false)
                        .build()),
                new Utf8FrameValidator(false));
    }

    /** Follows the frames and leaves them as they are ({@code relay.mode: fast}). */
    static List<ChannelHandler> runs(boolean server, boolean keepsApart, LimitSettings limits) {
        return List.of(new FrameRunDecoder(server, keepsApart, limits.messageBytes()));
    }

    /**
     * Puts a leg in, in the turn in which the handshake completed.
     *
     * @param decoders the first takes the place of the handshake's decoder, and whatever that holds
     * @param limits those in force now, which a reload may have changed since the server or client was made
     * @return where bytes can be written that are frames already: past what would take them for an HTTP body, which may stand
     *     in the pipeline a moment longer
     */
    static ChannelHandlerContext enter(Channel channel, Leg leg, List<ChannelHandler> decoders, LimitSettings limits) {
        ChannelPipeline pipeline = channel.pipeline();
        channel.config()
                .setWriteBufferWaterMark(
                        new WriteBufferWaterMark(limits.writeQueueBytes() / 2, limits.writeQueueBytes()));
        ChannelHandlerContext raw = pipeline.context(WebSocket13FrameEncoder.class);
        pipeline.replace(WebSocket13FrameDecoder.class, "frames", decoders.get(0));
        decoders.stream().skip(1).forEach(next -> pipeline.addBefore(VERTX_HANDLER, null, next));
        pipeline.addBefore(VERTX_HANDLER, "leg", leg);
        return raw;
    }
}
