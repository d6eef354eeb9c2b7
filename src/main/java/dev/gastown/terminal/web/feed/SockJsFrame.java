package dev.gastown.terminal.web.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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

    private SockJsFrame() {}

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
