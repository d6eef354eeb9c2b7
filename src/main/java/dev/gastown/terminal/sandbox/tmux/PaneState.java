package dev.gastown.terminal.sandbox.tmux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tmux knows of a pane besides its text, asked for at one point of the stream (tmux(1), FORMATS). Variables an older
 * or newer tmux does not have read as 0.
 */
public final class PaneState {
    private static final List<String> NUMBERS = List.of(
            "pane_width",
            "pane_height",
            "history_size",
            "cursor_x",
            "cursor_y",
            "cursor_flag",
            "alternate_on",
            "alternate_saved_x",
            "alternate_saved_y",
            "insert_flag",
            "wrap_flag",
            "origin_flag",
            "keypad_flag",
            "keypad_cursor_flag",
            "scroll_region_upper",
            "scroll_region_lower",
            "mouse_standard_flag",
            "mouse_button_flag",
            "mouse_all_flag",
            "mouse_utf8_flag",
            "mouse_sgr_flag",
            "bracket_paste_flag",
            "pane_dead",
            "pane_dead_status",
            "pane_dead_signal",
            "pane_pid");

    /** What a shell adds to a signal's number to make it an exit status. */
    private static final int SIGNAL_STATUS = 128;

    /** For {@code display-message -p}: the pane's id, then every number, separated by commas. */
    static final String FORMAT = "#{pane_id},#{" + String.join("},#{", NUMBERS) + "}";

    /** For {@code display-message -p}: answers {@link #identity()} as long as nothing important changed. */
    static final String IDENTITY_FORMAT = "#{pane_id},#{pane_pid},#{pane_dead},#{pane_width},#{pane_height}";

    private final String pane;
    private final Map<String, Integer> numbers;
    private final boolean exitStatusKnown;

    private PaneState(String pane, Map<String, Integer> numbers, boolean exitStatusKnown) {
        this.pane = pane;
        this.numbers = numbers;
        this.exitStatusKnown = exitStatusKnown;
    }

    /**
     * Reads tmux's answer to {@link #FORMAT}.
     *
     * @throws IllegalArgumentException when it is not such an answer
     */
    static PaneState parse(String line) {
        List<String> fields = new ArrayList<>(List.of(line.split(",", -1)));
        if (fields.size() != NUMBERS.size() + 1) {
            throw new IllegalArgumentException("Not a pane's state: " + line);
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < NUMBERS.size(); i++) {
            String field = fields.get(i + 1);
            // tmux prints "unset" coordinates as 2^32-1; the cast makes them negative.
            numbers.put(NUMBERS.get(i), field.isEmpty() ? 0 : (int) Long.parseLong(field));
        }
        boolean exited = !fields.get(NUMBERS.indexOf("pane_dead_status") + 1).isEmpty();
        return new PaneState(fields.get(0), numbers, exited);
    }

    /** Which program runs in which pane at which size, and whether it lives. */
    String identity() {
        return pane + "," + get("pane_pid") + "," + get("pane_dead") + "," + width() + "," + height();
    }

    int get(String variable) {
        return numbers.get(variable);
    }

    boolean is(String flag) {
        return get(flag) != 0;
    }

    /** tmux's id of the pane, as in {@code %7}. */
    public String pane() {
        return pane;
    }

    /** Columns. */
    public int width() {
        return get("pane_width");
    }

    /** Rows. */
    public int height() {
        return get("pane_height");
    }

    /** Whether the program ended and tmux keeps its last screen. */
    public boolean dead() {
        return is("pane_dead");
    }

    /** The ended program's exit status, 128 plus the number for a signal, or null when unknown. */
    public Integer exitStatus() {
        if (is("pane_dead_signal")) {
            return SIGNAL_STATUS + get("pane_dead_signal");
        }
        return exitStatusKnown ? (Integer) get("pane_dead_status") : null;
    }

    /** Whether this is still the same program in the same pane at the same size; never as null. */
    public boolean sameScreen(PaneState other) {
        return other != null
                && pane.equals(other.pane)
                && get("pane_pid") == other.get("pane_pid")
                && width() == other.width()
                && height() == other.height();
    }
}
