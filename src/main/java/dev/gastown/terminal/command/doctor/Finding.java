package dev.gastown.terminal.command.doctor;

import java.util.regex.Pattern;

/**
 * One thing that was looked at, one line for people.
 *
 * @param kind whether something is to be done
 * @param about the setting or thing it is about, such as {@code http.port}
 * @param words what was found, and what to do; never a secret
 */
public record Finding(Kind kind, String about, String words) {
    /** Control and format characters, ends of lines. */
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    /** What a finding means. */
    public enum Kind {
        OK("ok  "),
        /** Worth knowing; may be as it should be. */
        NOTE("note"),
        /** The gateway or the agent would not do its work like this. */
        FIX("FIX ");

        private final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    static Finding ok(String about, String words) {
        return new Finding(Kind.OK, about, words);
    }

    static Finding note(String about, String words) {
        return new Finding(Kind.NOTE, about, words);
    }

    static Finding fix(String about, String words) {
        return new Finding(Kind.FIX, about, words);
    }

    /** The line; names of towns are other people's words, and neither a second line nor a command for the terminal. */
    @Override
    public String toString() {
        return kind.label + "  " + UNSHOWN.matcher(about + ": " + words).replaceAll("?");
    }
}
