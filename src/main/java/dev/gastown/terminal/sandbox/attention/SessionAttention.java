package dev.gastown.terminal.sandbox.attention;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one session's attention, and when a change of it is told.
 *
 * <p>Work is believed at once. Everything else is told when the screen has stood still for a second, or the same was found
 * a second before: so an agent whose questions are answered as fast as they come is at work, and a screen caught while it
 * is being redrawn takes no badge away. Mutable, for one thread.
 */
final class SessionAttention {
    /** How long a screen, or what was found on it, must have stood. */
    static final Duration STANDING = Duration.ofSeconds(1);

    /** Programs at work show it by a clock or a spinner: a screen without output for longer shows no work. */
    static final Duration WORK_SHOWS = Duration.ofSeconds(15);

    /** A bell so soon after a key answers that key, as a shell's completion does. */
    static final Duration KEY_ANSWER = Duration.ofSeconds(2);

    /** Lines that must have changed since a bell for it to be over: a clock, or what is being typed, is one. */
    static final int LINES_OF_ANOTHER_SCREEN = 2;

    private static final Notice RANG = new Notice(Attention.WAITING, "rang the bell");

    private PanePulse pulse;
    private Instant captured = Instant.MIN;
    private List<String> screen = List.of();
    private Optional<Notice> onScreen = Optional.empty();

    private boolean rung;
    /** What the screen showed when the bell was noticed; null until then. */
    private List<String> screenAtBell;

    private Instant typed = Instant.MIN;

    private Optional<Notice> found = Optional.empty();
    private Instant foundSince = Instant.MIN;
    private Optional<Notice> told = Optional.empty();

    /** Takes note of a listing. tmux keeps a bell until somebody attaches, so it counts when it was not there before. */
    void listed(PanePulse now) {
        if (pulse != null && !pulse.pane().equals(now.pane())) {
            rung = false;
        }
        if (now.bell() && (pulse == null || !pulse.bell())) {
            ring();
        }
        if (!now.sameScreen(pulse)) {
            captured = Instant.MIN;
        }
        pulse = now;
    }

    /** A bell in a watched session's stream, which tmux does not keep. */
    void rang(Instant now) {
        if (Duration.between(typed, now).compareTo(KEY_ANSWER) > 0) {
            ring();
        }
    }

    private void ring() {
        rung = true;
        screenAtBell = null;
    }

    /** Somebody types to it, and so knows what it wants. */
    void typed(Instant now) {
        typed = now;
        rung = false;
    }

    /** Whether the screen may have changed since it was captured. */
    boolean wantsCapture() {
        // Activity is known to the second: output within the second of the capture may have come after it.
        return pulse.alive()
                && (captured.equals(Instant.MIN)
                        || !pulse.lastOutput().isBefore(captured.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** When the screen was captured, or the beginning of time. */
    Instant captured() {
        return captured;
    }

    /**
     * Takes note of a screen.
     *
     * @param at a moment before it was captured
     * @param lines its text
     * @param notice what the rules found on it
     */
    void captured(Instant at, List<String> lines, Optional<Notice> notice) {
        captured = at;
        screen = lines;
        onScreen = notice;
    }

    /** What is to be told now; empty when nothing is known. */
    Optional<Notice> tell(Instant now) {
        if (!pulse.alive()) {
            rung = false;
            told = Optional.of(new Notice(Attention.DEAD, exit(pulse.exitStatus())));
            return told;
        }
        Optional<Notice> finding = find(now);
        if (!finding.equals(found)) {
            found = finding;
            foundSince = now;
        }
        boolean sameWord = told.map(Notice::attention).equals(found.map(Notice::attention));
        if (sameWord || tells(found, Attention.WORKING) || stands(now)) {
            told = found;
        }
        return told;
    }

    private Optional<Notice> find(Instant now) {
        followBell();
        boolean quiet = Duration.between(pulse.lastOutput(), now).compareTo(WORK_SHOWS) > 0;
        if (onScreen.isPresent() && !(tells(onScreen, Attention.WORKING) && quiet)) {
            rung = rung && !tells(onScreen, Attention.WORKING);
            return onScreen;
        }
        return rung ? Optional.of(RANG) : Optional.empty();
    }

    private void followBell() {
        if (rung && screenAtBell == null) {
            screenAtBell = screen;
        } else if (rung && differentLines(screenAtBell, screen) >= LINES_OF_ANOTHER_SCREEN) {
            rung = false;
        }
    }

    private boolean stands(Instant now) {
        // The age of the last output is known to the second, too.
        Duration still = Duration.between(pulse.lastOutput(), now).minusSeconds(1);
        return still.compareTo(STANDING) >= 0
                || Duration.between(foundSince, now).compareTo(STANDING) >= 0;
    }

    private static boolean tells(Optional<Notice> notice, Attention attention) {
        return notice.isPresent() && notice.get().attention() == attention;
    }

    private static int differentLines(List<String> before, List<String> after) {
        int different = Math.abs(before.size() - after.size());
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            if (!before.get(i).stripTrailing().equals(after.get(i).stripTrailing())) {
                different++;
            }
        }
        return different;
    }

    private static String exit(Integer status) {
        return status == null ? "" : "ended with exit status " + status;
    }
}
