package dev.gastown.terminal.sandbox.attention;

import java.time.Instant;

/**
 * The little that a listing tells about a session's active pane.
 *
 * @param pane tmux's id of the pane, as in {@code %7}
 * @param alive whether its program runs
 * @param exitStatus the ended program's exit status, 128 plus the number for a signal; null when it runs or unknown
 * @param bell whether tmux keeps a bell that nobody who was attached could have heard
 * @param lastOutput when it last wrote something, by this host's clock, cut to the second
 * @param columns its width
 * @param rows its height
 */
public record PanePulse(
        String pane, boolean alive, Integer exitStatus, boolean bell, Instant lastOutput, int columns, int rows) {

    /** The pane after its session vanished: nobody knows how its program ended. */
    public PanePulse ended() {
        return new PanePulse(pane, false, null, false, lastOutput, columns, rows);
    }

    /** The same pane, with another time of its last output. */
    public PanePulse withLastOutput(Instant time) {
        return new PanePulse(pane, alive, exitStatus, bell, time, columns, rows);
    }

    /** Whether this is still the same pane at the same size; never as null. */
    boolean sameScreen(PanePulse other) {
        return other != null && pane.equals(other.pane) && columns == other.columns && rows == other.rows;
    }
}
