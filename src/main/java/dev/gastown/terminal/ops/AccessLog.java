package dev.gastown.terminal.ops;

import dev.gastown.terminal.config.LogFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each request when it ends, on the logger {@code gastown.access} at INFO: method, path, status, bytes of
 * the answer's body, milliseconds, the client's address, the request's id. Never the query, a header or a user. A socket
 * ends, as a request, with its upgrade (101); of what follows the audit tells.
 *
 * <p>It stands in the connection's pipeline, where every answer comes by, those of Vert.x's own too. One object for all
 * connections.
 */
public final class AccessLog {
    /** The logger's name. */
    public static final String LOGGER = "gastown.access";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final LogFormat format;
    private final UnaryOperator<String> paths;
    private final BiFunction<InetSocketAddress, List<String>, String> clients;

    /**
     * @param format with text all is in the message, with JSON it is in key-values
     * @param paths what of a path may be shown: a path may carry what somebody put there by mistake
     * @param clients gives the client's address, from the peer's and the {@code X-Forwarded-For} headers
     */
    public AccessLog(
            LogFormat format,
            UnaryOperator<String> paths,
            BiFunction<InetSocketAddress, List<String>, String> clients) {
        this.format = format;
        this.paths = paths;
        this.clients = clients;
    }

    /** Watches a new connection, whose pipeline has Vert.x's HTTP codec already. */
    public void watch(ChannelPipeline pipeline) {
        pipeline.addAfter("httpEncoder", "access-log", new Connection());
    }

    /** What is known of a request before its answer. */
    private record Asked(String method, String path, String client, long beginNanos) {}

    /** Confined to its event loop. */
    private final class Connection extends ChannelDuplexHandler {
        /** In the order of their answers; Vert.x, which stands behind this, holds more of each than is here. */
        private final Deque<Asked> waiting = new ArrayDeque<>(1);

        private int status;
        private String id = "";
        private long bytes;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest request) {
                waiting.add(asked(ctx, request));
            }
            ctx.fireChannelRead(message);
        }

        private Asked asked(ChannelHandlerContext ctx, HttpRequest request) {
            String uri = request.uri();
            int query = uri.indexOf('?');
            return new Asked(
                    request.decoderResult().isFailure()
                            ? "-"
                            : known(request.method().name()),
                    request.decoderResult().isFailure() ? "-" : paths.apply(query < 0 ? uri : uri.substring(0, query)),
                    clients.apply(
                            (InetSocketAddress) ctx.channel().remoteAddress(),
                            request.headers().getAll("X-Forwarded-For")),
                    System.nanoTime());
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse response) {
                if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                    answered(response);
                    tell();
                    ctx.write(message, promise);
                    ctx.pipeline().remove(this);
                    return;
                }
                if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                    ctx.write(message, promise);
                    return;
                }
                answered(response);
            }
            count(message);
            if (message instanceof LastHttpContent) {
                tell();
            }
            ctx.write(message, promise);
        }

        private void answered(HttpResponse response) {
            status = response.status().code();
            id = String.valueOf(response.headers().get(TraceContext.ID_HEADER, "-"));
            bytes = 0;
        }

        private void count(Object message) {
            if (message instanceof ByteBufHolder content) {
                bytes += content.content().readableBytes();
            } else if (message instanceof ByteBuf content) {
                bytes += content.readableBytes();
            } else if (message instanceof FileRegion file) {
                bytes += file.count();
            }
        }

        /** Who left before the answer was complete is told of with what there was of it: 0 for none. */
        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            while (!waiting.isEmpty()) {
                tell();
            }
            ctx.fireChannelInactive();
        }

        private void tell() {
            Asked asked = waiting.poll();
            if (asked != null && LOG.isInfoEnabled()) {
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked.beginNanos());
                if (format == LogFormat.JSON) {
                    LOG.atInfo()
                            .addKeyValue("method", asked.method())
                            .addKeyValue("path", asked.path())
                            .addKeyValue("status", status)
                            .addKeyValue("bytes", bytes)
                            .addKeyValue("millis", millis)
                            .addKeyValue("client", asked.client())
                            .addKeyValue("requestId", id)
                            .log("request");
                } else {
                    LOG.info(
                            "{} {} {} {} B {} ms {} {}",
                            asked.method(),
                            asked.path(),
                            status,
                            bytes,
                            millis,
                            asked.client(),
                            id);
                }
            }
            status = 0;
            id = "-";
            bytes = 0;
        }
    }

    /** Clients may invent methods. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "TRACE" -> method;
            default -> "?";
        };
    }
}
