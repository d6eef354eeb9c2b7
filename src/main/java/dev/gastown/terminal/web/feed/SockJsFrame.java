package dev.gastown.terminal.web.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The frames of a SockJS WebSocket, as texts (SockJS protocol 0.3.3, "Framing"). */
final class SockJsFrame {
    /** The first frame. */
    static final String OPEN = "o";

    static final String HEARTBEAT = "h";

    /** As Vert.x writes them: SockJS names characters that some browsers change; all that isn't ASCII covers those. */
    private static final JsonFactory ASCII =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Payload of a WebSocket frame: some clients take no big ones, whatever they take as a message. */
    private static final int FRAME_BYTES = 16 * 1024;

    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;

    /** In place of a length up to 125; the real one is in the next two bytes. */
    private static final int LENGTH_FOLLOWS = 126;

    private static final int MOST_HEADER_BYTES = 4;

    private SockJsFrame() {}

    /**
     * Carries one message, as the bytes of an unmasked WebSocket text message (RFC 6455 section 5.2) that nobody may change;
     * every write takes a duplicate of its own.
     */
    static ByteBuf webSocketMessageOf(String message) {
        byte[] text = ofMessage(message).getBytes(StandardCharsets.US_ASCII);
        ByteBuf frames = Unpooled.buffer(text.length + (text.length / FRAME_BYTES + 1) * MOST_HEADER_BYTES);
        for (int from = 0; from < text.length; from += FRAME_BYTES) {
            int length = Math.min(FRAME_BYTES, text.length - from);
            boolean last = from + length == text.length;
            frames.writeByte((last ? FINAL : 0) | (from == 0 ? TEXT : CONTINUATION));
            if (length < LENGTH_FOLLOWS) {
                frames.writeByte(length);
            } else {
                frames.writeByte(LENGTH_FOLLOWS).writeShort(length);
            }
            frames.writeBytes(text, from, length);
        }
        return Unpooled.unreleasableBuffer(frames);
    }

    /** Carries one message; ASCII only. */
    static String ofMessage(String message) {
        return "a" + array(generator -> generator.writeString(message));
    }

    /** The last frame. */
    static String ofClose(int code, String reason) {
        return "c"
                + array(generator -> {
                    generator.writeNumber(code);
                    generator.writeString(reason);
                });
    }

    /** The messages in a browser's frame; empty when it is malformed. */
    static Optional<List<String>> messagesIn(String frame) {
        if (frame.isEmpty()) {
            return Optional.of(List.of());
        }
        try {
            // SockJS allows a single text without the brackets.
            JsonArray messages = new JsonArray(frame.startsWith("[") ? frame : "[" + frame + "]");
            return messages.stream().allMatch(String.class::isInstance)
                    ? Optional.of(messages.stream().map(String.class::cast).toList())
                    : Optional.empty();
        } catch (DecodeException malformed) {
            return Optional.empty();
        }
    }

    private interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    private static String array(Writing elements) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = ASCII.createGenerator(text)) {
            generator.writeStartArray();
            elements.to(generator);
            generator.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
