package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The visible screen of a session's active pane at one moment. Immutable.
 *
 * @param columns the pane's width
 * @param rows the pane's height
 * @param lines the rows from top to bottom. Each stands for itself: it begins and ends plain, holds text and SGR sequences
 *     and no other control character, and may lack trailing blanks
 */
public record Screen(int columns, int rows, List<String> lines) {
    private static final Pattern SGR = Pattern.compile("\033\\[[0-9;:]*m");

    /** Keeps an own copy of the lines. */
    public Screen {
        lines = List.copyOf(lines);
    }

    /** Reads the lines of {@code capture-pane -e}. */
    static Screen ofCaptured(int columns, int rows, List<String> captured) {
        CapturedLines carried = new CapturedLines();
        List<String> lines = new ArrayList<>();
        for (String line : captured) {
            lines.add(SgrText.of(carried.standalone(Buffer.buffer(line)).toString()));
        }
        return new Screen(columns, rows, lines);
    }

    /** The rows without colours and attributes. */
    public List<String> text() {
        return lines.stream().map(line -> SGR.matcher(line).replaceAll("")).toList();
    }
}
