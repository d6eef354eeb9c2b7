package dev.gastown.terminal.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A sandbox's WebSocket server that costs as little as it can: what it sends was encoded before. The session's name says
 * what it does: {@code flood-<payload bytes>}, {@code echo}, {@code greeting} (one short frame) or {@code idle}. Prints its
 * port.
 */
final class FakeSandbox extends ByteToMessageDecoder {
    /** What it prints before its port. */
    static final String READY = "Port: ";

    private static final int FLOOD_WRITE_BYTES = 256 * 1024;
    private static final int WATER_LOW = 256 * 1024;
    private static final int WATER_HIGH = 1024 * 1024;
    private static final int PING = 9;
    private static final int CLOSE = 8;
    private static final int TEXT = 1;
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private ByteBuf flood;
    private boolean echoes;
    private boolean open;

    public static void main(String[] args) throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(WATER_LOW, WATER_HIGH))
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new FakeSandbox());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println(READY + ((InetSocketAddress) server.localAddress()).getPort());
        server.closeFuture().sync();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (!open) {
            handshake(ctx, in);
        } else {
            frame(ctx, in);
        }
    }

    private void handshake(ChannelHandlerContext ctx, ByteBuf in) throws Exception {
        String head = in.toString(StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return;
        }
        in.skipBytes(end + 4);
        if (head.startsWith("GET /sessions HTTP")) {
            lists(ctx);
            return;
        }
        String session = head.substring(head.indexOf("/sessions/") + "/sessions/".length(), head.indexOf(" HTTP/"));
        String protocol = header(head, "sec-websocket-protocol");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((header(head, "sec-websocket-key") + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
        ByteBuf answer = ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(hash) + "\r\n"
                + (protocol == null ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + "\r\n");
        open = true;
        ctx.write(answer);
        if (protocol != null) {
            ctx.write(text("{\"type\":\"hello\",\"cols\":80,\"rows\":24}"));
            snapshot(ctx, "");
        }
        if (session.equals("greeting")) {
            ctx.write(text("hello"));
        }
        ctx.flush();
        echoes = session.equals("echo");
        if (session.startsWith("flood-")) {
            flood = frames(Integer.parseInt(session.substring("flood-".length())));
            pour(ctx);
        }
    }

    /** One list of about 10 KB. */
    private static void lists(ChannelHandlerContext ctx) {
        StringBuilder list = new StringBuilder("{\"protocols\":[\"gastown.terminal.v2\"],\"sessions\":[");
        for (int i = 0; i < 60; i++) {
            list.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"gt-polecat-")
                    .append(i)
                    .append("\",\"role\":\"polecat\",\"rig\":\"gastown\",\"status\":\"active\",\"alive\":true,")
                    .append("\"idleSeconds\":")
                    .append(System.nanoTime() % 60)
                    .append(",\"title\":\"Working on issue number ")
                    .append(i)
                    .append("\"}");
        }
        byte[] body = list.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(
                ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n"),
                Unpooled.wrappedBuffer(body)));
    }

    private static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    /** A client's frame; all of them are short. */
    private void frame(ChannelHandlerContext ctx, ByteBuf in) {
        int header = 6;
        if (in.readableBytes() < header) {
            return;
        }
        int start = in.readerIndex();
        int length = in.getByte(start + 1) & 0x7F;
        if (in.readableBytes() < header + length) {
            return;
        }
        int opcode = in.getByte(start) & 0x0F;
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (in.getByte(start + header + i) ^ in.getByte(start + 2 + i % 4));
        }
        in.skipBytes(header + length);
        if (opcode == CLOSE) {
            ctx.writeAndFlush(frame(CLOSE, payload)).addListener(sent -> ctx.close());
        } else if (opcode == PING) {
            ctx.writeAndFlush(frame(PING + 1, payload));
        } else if (opcode == TEXT && new String(payload, StandardCharsets.UTF_8).contains("\"snapshot\"")) {
            String question = new String(payload, StandardCharsets.UTF_8);
            int ask = question.indexOf("\"ask\"");
            snapshot(ctx, ask < 0 ? "" : "," + question.substring(ask, question.length() - 1));
            ctx.flush();
        } else if (echoes) {
            ctx.writeAndFlush(frame(opcode, payload));
        }
    }

    private static void snapshot(ChannelHandlerContext ctx, String more) {
        ctx.write(text("{\"type\":\"snapshot\"" + more + "}"));
        ctx.write(frame(2, new byte[100]));
        ctx.write(text("{\"type\":\"live\"}"));
    }

    /** Whole frames, so that others may come between two writes. */
    private void pour(ChannelHandlerContext ctx) {
        while (flood != null && ctx.channel().isWritable() && ctx.channel().isActive()) {
            ctx.write(flood.retainedDuplicate(), ctx.voidPromise());
            ctx.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // Never from within a write: it would go ever deeper.
        ctx.executor().execute(() -> pour(ctx));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static ByteBuf frames(int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        for (int i = 0; i < payloadBytes; i++) {
            payload[i] = (byte) (i % 80 == 79 ? '\n' : 'a' + i % 26);
        }
        ByteBuf frame = frame(2, payload);
        int count = Math.max(1, FLOOD_WRITE_BYTES / frame.readableBytes());
        ByteBuf all = Unpooled.directBuffer(count * frame.readableBytes());
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        }
        return all;
    }

    private static ByteBuf text(String message) {
        return frame(TEXT, message.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuf frame(int opcode, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 10).writeByte(0x80 | opcode);
        if (payload.length < 126) {
            frame.writeByte(payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.writeByte(126).writeShort(payload.length);
        } else {
            frame.writeByte(127).writeLong(payload.length);
        }
        return frame.writeBytes(payload);
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
