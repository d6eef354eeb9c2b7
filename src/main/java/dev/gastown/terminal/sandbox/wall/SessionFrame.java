package dev.gastown.terminal.sandbox.wall;

import dev.gastown.terminal.sandbox.tmux.Screen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/**
 * The newest that can be said of one session, ready to be sent to every wall that shows it: its screen, or that it is not
 * there. Two of them are never compared but by identity: a screen that did not change keeps its frame.
 */
final class SessionFrame {
    /**
     * Largest frame, bytes: half of what a gateway lets through by default. A screen that has more loses its colours, and
     * if that is not enough its text: only a pane far beyond any window, full of characters made of many, has so much.
     */
    static final int MOST_BYTES = 512 * 1024;

    private final Screen screen;
    private final String text;
    private final int bytes;

    private SessionFrame(Screen screen, String text) {
        this.screen = screen;
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** @param screen null when the session is not there */
    static SessionFrame of(String session, Screen screen) {
        if (screen == null) {
            JsonObject gone = new JsonObject().put("type", "gone").put("session", session);
            return new SessionFrame(null, gone.encode());
        }
        SessionFrame frame = of(session, screen, screen.lines());
        if (frame.bytes > MOST_BYTES) {
            frame = of(session, screen, screen.text());
        }
        return frame.bytes > MOST_BYTES ? of(session, screen, Collections.nCopies(screen.rows(), "")) : frame;
    }

    private static SessionFrame of(String session, Screen screen, List<String> lines) {
        JsonObject shown = new JsonObject()
                .put("type", "screen")
                .put("session", session)
                .put("cols", screen.columns())
                .put("rows", screen.rows())
                .put("lines", new JsonArray(lines));
        return new SessionFrame(screen, shown.encode());
    }

    /** Whether this is what would be said of that screen, null for none. */
    boolean tells(Screen other) {
        return screen == null ? other == null : screen.equals(other);
    }

    /** The JSON text. */
    String text() {
        return text;
    }

    /** How many bytes the text is on the wire. */
    int bytes() {
        return bytes;
    }
}
