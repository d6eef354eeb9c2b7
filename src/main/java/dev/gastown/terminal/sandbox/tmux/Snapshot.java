package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A pane at one exact point of its output: what tmux was asked, and the bytes that redraw it on another terminal.
 * Immutable.
 */
public final class Snapshot {
    /** Replies to {@link #command}. */
    static final int REPLIES = 5;

    /** CAN drops a sequence the viewer's terminal may be in the middle of; RIS resets everything. */
    private static final String RESET = "\030\033c";

    private final PaneState state;
    private final Buffer screen;
    private final Buffer redraw;

    private Snapshot(PaneState state, Buffer screen, Buffer redraw) {
        this.state = state;
        this.screen = screen;
        this.redraw = redraw;
    }

    public PaneState state() {
        return state;
    }

    /** The visible screen as tmux captures it, every line ended by LF. Not to be modified. */
    public Buffer screen() {
        return screen;
    }

    /** Resets a terminal of the pane's size and draws scrollback, screen, cursor and modes. Not to be modified. */
    public Buffer redraw() {
        return redraw;
    }

    /**
     * One command line whose {@link #REPLIES} replies lie side by side in the stream, with no output between them.
     *
     * @param session a valid session name
     * @param scrollbackLines lines of history to take
     */
    static String command(String session, int scrollbackLines) {
        String target = " -t " + Tmux.paneTarget(session);
        String capture = "capture-pane -p -e -N" + target;
        return String.join(
                " ; ",
                "display-message -p" + target + " '" + PaneState.FORMAT + "'",
                capture + " -S -" + scrollbackLines + " -E -1",
                capture + " -a -q",
                capture,
                // The beginning of an escape sequence whose rest is still to come.
                "capture-pane -p -P -C" + target);
    }

    /**
     * Puts the redraw together.
     *
     * @param replies the lines of the replies to {@link #command}, in order
     * @param trackers by pane, what tmux does not tell, followed up to the point of the replies
     * @throws IllegalArgumentException when the replies are not what the command asks for
     */
    static Snapshot of(List<List<Buffer>> replies, Function<String, TerminalTracker> trackers) {
        PaneState state = PaneState.parse(firstLine(replies.get(0)).toString(StandardCharsets.UTF_8));
        TerminalTracker tracker = trackers.apply(state.pane());
        // With no history tmux answers a line of the screen instead of none.
        List<Buffer> history = state.get("history_size") == 0 ? List.of() : replies.get(1);
        List<Buffer> primary = replies.get(2);
        List<Buffer> screen = replies.get(3);
        Buffer redraw = Buffer.buffer(RESET + "\033)0");
        if (state.is("alternate_on")) {
            drawScrolling(redraw, history);
            if (!history.isEmpty()) {
                redraw.appendString("\r\n");
            }
            drawScrolling(redraw, primary);
            moveTo(redraw, state.get("alternate_saved_y"), state.get("alternate_saved_x"));
            redraw.appendString("\033[?1049h\033[H");
        } else if (!history.isEmpty()) {
            drawScrolling(redraw, history);
            redraw.appendString("\r\n");
        }
        Buffer cursorLine = drawScrolling(redraw, screen, state.get("cursor_y"));
        redraw.appendString(modes(state)).appendString(tracker.modes());
        cursor(redraw, state, cursorLine);
        redraw.appendString(tracker.pen());
        redraw.appendBuffer(unescaped(firstLine(replies.get(4)))).appendBuffer(tracker.cutCharacter());
        return new Snapshot(state, joined(screen), redraw);
    }

    private static void drawScrolling(Buffer redraw, List<Buffer> lines) {
        drawScrolling(redraw, lines, -1);
    }

    /**
     * Draws lines one below the other. A captured line takes on the colours the line before ended with, and a coloured
     * line end would colour the blank rest when the terminal scrolls: so every line ends plain, and the next one
     * begins with what was carried over.
     *
     * @return the line at {@code wanted}, with the pen it began with; empty when there is none
     */
    private static Buffer drawScrolling(Buffer redraw, List<Buffer> lines, int wanted) {
        CapturedLines carried = new CapturedLines();
        Buffer found = Buffer.buffer();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                redraw.appendString("\r\n");
            }
            Buffer drawn = carried.standalone(lines.get(i));
            redraw.appendBuffer(drawn);
            if (i == wanted) {
                found = drawn;
            }
        }
        return found;
    }

    private static String modes(PaneState state) {
        StringBuilder modes = new StringBuilder();
        int upper = state.get("scroll_region_upper");
        int lower = state.get("scroll_region_lower");
        if (upper != 0 || lower != state.height() - 1) {
            modes.append("\033[")
                    .append(upper + 1)
                    .append(';')
                    .append(lower + 1)
                    .append('r');
        }
        appendIf(modes, state.is("keypad_cursor_flag"), "\033[?1h");
        appendIf(modes, state.is("keypad_flag"), "\033=");
        appendIf(modes, state.is("mouse_standard_flag"), "\033[?1000h");
        appendIf(modes, state.is("mouse_button_flag"), "\033[?1002h");
        appendIf(modes, state.is("mouse_all_flag"), "\033[?1003h");
        appendIf(modes, state.is("mouse_utf8_flag"), "\033[?1005h");
        appendIf(modes, state.is("mouse_sgr_flag"), "\033[?1006h");
        appendIf(modes, state.is("bracket_paste_flag"), "\033[?2004h");
        appendIf(modes, !state.is("cursor_flag"), "\033[?25l");
        return modes.toString();
    }

    private static void appendIf(StringBuilder text, boolean condition, String sequence) {
        if (condition) {
            text.append(sequence);
        }
    }

    /** Moves first and switches modes then: origin mode changes what a position means, insert mode what a cell does. */
    private static void cursor(Buffer redraw, PaneState state, Buffer cursorLine) {
        int row = state.get("cursor_y");
        int column = state.get("cursor_x");
        if (column >= state.width()) {
            // The last column is written and the next character wraps: only writing the line again gets there.
            moveTo(redraw, row, 0);
            redraw.appendBuffer(cursorLine);
        } else {
            moveTo(redraw, row, column);
        }
        if (state.is("origin_flag")) {
            redraw.appendString("\033[?6h");
            moveTo(redraw, row - state.get("scroll_region_upper"), Math.min(column, state.width() - 1));
        }
        if (state.is("insert_flag")) {
            redraw.appendString("\033[4h");
        }
        if (!state.is("wrap_flag")) {
            redraw.appendString("\033[?7l");
        }
    }

    private static void moveTo(Buffer redraw, int row, int column) {
        redraw.appendString("\033[" + (Math.max(row, 0) + 1) + ";" + (Math.max(column, 0) + 1) + "H");
    }

    static Buffer joined(List<Buffer> lines) {
        Buffer text = Buffer.buffer();
        lines.forEach(line -> text.appendBuffer(line).appendByte((byte) '\n'));
        return text;
    }

    private static Buffer firstLine(List<Buffer> lines) {
        return lines.isEmpty() ? Buffer.buffer() : lines.get(0);
    }

    private static Buffer unescaped(Buffer line) {
        byte[] source = line.getBytes();
        byte[] bytes = new byte[source.length];
        int count = ControlModeParser.unescape(source, 0, source.length, bytes);
        return Buffer.buffer(Arrays.copyOf(bytes, count));
    }
}
