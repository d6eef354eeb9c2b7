package dev.gastown.terminal.cluster;

import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A page that shows {@link NumberedLines} and comes back whenever it is cut off, as the dashboard does: with a new
 * ticket, at once when it was sent away, else after a wait with jitter. Safe on any thread.
 */
final class Follower {
    private static final int SENT_AWAY = 1001;
    private static final int LONGEST_WAIT_MILLIS = 1_000;

    private final Visitor visitor;
    private final URI at;
    private final String session;
    private final NumberedLines lines = new NumberedLines();
    private final List<String> errors = new ArrayList<>();
    private final List<Long> comebacks = new ArrayList<>();
    private boolean live;
    private boolean ended;
    private WebSocket socket;

    /**
     * Connects.
     *
     * @param at what it connects to, every time
     */
    Follower(Visitor visitor, URI at, String session) {
        this.visitor = visitor;
        this.at = at;
        this.session = session;
        visitor.later(0, this::connect);
    }

    private void connect() {
        visitor.open(at, session).onSuccess(this::opened).onFailure(this::refused);
    }

    private synchronized void opened(WebSocket terminal) {
        socket = terminal;
        terminal.textMessageHandler(this::control);
        terminal.binaryMessageHandler(bytes -> output(bytes.toString()));
        terminal.exceptionHandler(broken -> {});
        terminal.closeHandler(closed -> lost(terminal.closeStatusCode()));
        if (ended) {
            terminal.close();
        }
    }

    private synchronized void control(String text) {
        String type = new JsonObject(text).getString("type");
        if (type.equals("snapshot")) {
            lines.snapshot();
        } else if (type.equals("live")) {
            lines.live();
            live = true;
        }
    }

    private synchronized void output(String text) {
        lines.add(text);
    }

    private synchronized void lost(Short code) {
        live = false;
        comeBack(code != null && code == SENT_AWAY);
    }

    private synchronized void refused(Throwable failure) {
        if (failure instanceof UpgradeRejectedException || failure instanceof IllegalStateException) {
            errors.add(failure.getMessage());
        }
        comeBack(false);
    }

    private void comeBack(boolean atOnce) {
        if (ended) {
            return;
        }
        comebacks.add(System.nanoTime());
        int wait = atOnce ? 0 : ThreadLocalRandom.current().nextInt(LONGEST_WAIT_MILLIS);
        visitor.later(wait, this::connect);
    }

    /** Whether the newest connection's snapshot is complete. */
    synchronized boolean isLive() {
        return live;
    }

    /** The number of the newest line. */
    synchronized int last() {
        return lines.last();
    }

    /** Lines missed or repeated, in words. */
    synchronized List<String> faults() {
        return lines.faults();
    }

    /** Answers that were errors, on the way back in. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    /** When it had to come back: {@link System#nanoTime} of each time. */
    synchronized List<Long> comebacks() {
        return List.copyOf(comebacks);
    }

    /** Leaves for good. */
    synchronized void end() {
        ended = true;
        if (socket != null) {
            socket.close();
        }
    }
}
