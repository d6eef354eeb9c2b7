package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Captures the visible screens of many sessions with one tmux process, which costs about as much as for one. Immutable;
 * nothing is remembered from one capture to the next.
 */
public final class ScreenCaptures {
    private final Vertx vertx;
    private final Tmux tmux;

    /** Nothing happens until something is captured. */
    public ScreenCaptures(Vertx vertx, Tmux tmux) {
        this.vertx = vertx;
        this.tmux = tmux;
    }

    /**
     * Captures each session's active pane. Never blocks; the future completes on the caller's context.
     *
     * @param sessions valid session names; none asks tmux nothing
     * @return the screens by session; a session that is not there, or not any more, is left out. Fails with a {@link
     *     TmuxException} when there is no tmux, no server, or no answer
     */
    public Future<Map<String, Screen>> capture(Collection<String> sessions) {
        List<String> names = List.copyOf(sessions);
        return names.isEmpty()
                ? Future.succeededFuture(Map.of())
                : vertx.executeBlocking(() -> captureNow(names), false);
    }

    /** Blocks as {@link Tmux#runEach} does. */
    private Map<String, Screen> captureNow(List<String> names) throws TmuxException {
        // No screen can show a word made up this moment, so what begins with it is no screen's line.
        String mark = UUID.randomUUID() + " ";
        StringBuilder commands = new StringBuilder();
        for (String name : names) {
            String target = " -t " + Tmux.paneTarget(name);
            commands.append("display-message -p" + target + " '" + mark
                    + "#{pane_width} #{pane_height} #{session_name}' ; capture-pane -p -e -N" + target + "\n");
        }
        return parse(mark, tmux.runEach(commands.toString()));
    }

    static Map<String, Screen> parse(String mark, String output) {
        Map<String, Screen> screens = new HashMap<>();
        // Text before the first mark: none.
        for (String part : output.split("(?m)^" + mark, -1)) {
            List<String> lines = part.lines().toList();
            String[] header = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
            // Of a session that is not there tmux says nothing.
            if (header.length == 3) {
                int columns = Integer.parseInt(header[0]);
                int rows = Integer.parseInt(header[1]);
                screens.put(header[2], Screen.ofCaptured(columns, rows, lines.subList(1, lines.size())));
            }
        }
        return screens;
    }
}
