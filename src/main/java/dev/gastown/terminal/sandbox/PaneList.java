package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.attention.PanePulse;
import dev.gastown.terminal.session.SessionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One {@code list-panes -a} for all sessions: its format, and how its answer is read. */
final class PaneList {
    /** Characters of a title that are published. */
    static final int MAX_TITLE = 120;

    /**
     * Numbers first, then the name, which tmux keeps free of colons, then the title, which may contain anything. No tab:
     * newer versions of tmux print it as an escape. {@code window_activity}, because {@code session_activity} stands
     * still while nobody is attached.
     */
    static final String FORMAT = "#{window_active},#{pane_active},#{pane_dead},#{window_activity},#{pane_width},"
            + "#{pane_height},#{pane_id},#{window_bell_flag},#{pane_dead_status},#{pane_dead_signal}"
            + ":#{session_name}:#{pane_title}";

    private static final int NUMBERS = 10;

    /** What a shell adds to a signal's number to make it an exit status. */
    private static final int SIGNAL_STATUS = 128;

    private PaneList() {}

    /**
     * The sessions of a listing: each with its active pane, and the newest activity of any of its windows. Sessions whose
     * names could not be opened are left out.
     */
    static List<ListedSession> parse(String output, Map<String, String> rigsByPrefix) {
        Map<String, ListedSession> active = new LinkedHashMap<>();
        Map<String, Instant> newest = new LinkedHashMap<>();
        for (String line : output.split("\n")) {
            String[] fields = line.split(":", 3);
            String[] numbers = fields[0].split(",", -1);
            if (fields.length != 3 || numbers.length != NUMBERS || !SessionName.isValid(fields[1])) {
                continue;
            }
            String name = fields[1];
            Instant activity = Instant.ofEpochSecond(Long.parseLong(numbers[3]));
            newest.merge(name, activity, (a, b) -> a.isAfter(b) ? a : b);
            if (numbers[0].equals("1") && numbers[1].equals("1")) {
                RoleParser.Identity who = RoleParser.parse(name, rigsByPrefix);
                active.put(name, new ListedSession(name, who.role(), who.rig(), title(fields[2]), pulse(numbers)));
            }
        }
        List<ListedSession> sessions = new ArrayList<>();
        active.forEach((name, session) -> sessions.add(new ListedSession(
                name,
                session.role(),
                session.rig(),
                session.title(),
                session.pulse().withLastOutput(newest.get(name)))));
        return sessions;
    }

    private static PanePulse pulse(String[] numbers) {
        return new PanePulse(
                numbers[6],
                !numbers[2].equals("1"),
                exitStatus(numbers[8], numbers[9]),
                numbers[7].equals("1"),
                Instant.ofEpochSecond(Long.parseLong(numbers[3])),
                Integer.parseInt(numbers[4]),
                Integer.parseInt(numbers[5]));
    }

    private static Integer exitStatus(String status, String signal) {
        // Where the system names its signals, as macOS does, tmux tells the name.
        if (!signal.isEmpty() && !signal.equals("0")) {
            return signal.chars().allMatch(Character::isDigit) ? SIGNAL_STATUS + Integer.parseInt(signal) : null;
        }
        return status.isEmpty() ? null : Integer.valueOf(status);
    }

    /** Cut by code points, never through a character; control characters become spaces. */
    private static String title(String text) {
        StringBuilder title = new StringBuilder();
        text.codePoints()
                .limit(MAX_TITLE)
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .forEach(title::appendCodePoint);
        return title.toString();
    }
}
