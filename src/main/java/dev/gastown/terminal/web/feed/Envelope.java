package dev.gastown.terminal.web.feed;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the event bus says to subscribers, worded as Vert.x's own bridge words it and encoded once for all of them.
 *
 * @param sequence the number of a session list; empty for anything else that somebody published at its address
 * @param text the message, JSON
 * @param bytes the same, for transports that write bytes
 * @param sockJsMessage the same as SockJS sends it over a WebSocket; to be duplicated for every write
 */
record Envelope(OptionalLong sequence, String text, Buffer bytes, ByteBuf sockJsMessage) {
    private Envelope(OptionalLong sequence, String text) {
        this(sequence, text, Buffer.buffer(text), SockJsFrame.webSocketMessageOf(text));
    }

    /** What was published. The bus is open to other nodes: what is no list of ours is passed on as it is. */
    static Envelope of(Message<Object> published) {
        JsonObject envelope = received(published.address(), published.body());
        if (published.replyAddress() != null) {
            envelope.put("replyAddress", published.replyAddress());
        }
        if (!published.headers().isEmpty()) {
            envelope.put("headers", headers(published.headers()));
        }
        return new Envelope(sequenceOf(published.body()), envelope.encode());
    }

    /** A list that was asked for, as if it were published. */
    static Envelope ofList(String address, JsonObject list) {
        return new Envelope(sequenceOf(list), received(address, list).encode());
    }

    /** The bridge's answer to what it doesn't do. */
    static String error(String why) {
        return new JsonObject().put("type", "err").put("body", why).encode();
    }

    private static JsonObject received(String address, Object body) {
        return new JsonObject().put("type", "rec").put("address", address).put("body", body);
    }

    private static JsonObject headers(MultiMap published) {
        JsonObject headers = new JsonObject();
        for (String name : published.names()) {
            List<String> values = published.getAll(name);
            headers.put(name, values.size() == 1 ? values.get(0) : values);
        }
        return headers;
    }

    private static OptionalLong sequenceOf(Object body) {
        return body instanceof JsonObject list && list.getValue("sequence") instanceof Number sequence
                ? OptionalLong.of(sequence.longValue())
                : OptionalLong.empty();
    }
}
