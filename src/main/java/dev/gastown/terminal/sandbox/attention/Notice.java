package dev.gastown.terminal.sandbox.attention;

import java.util.regex.Pattern;

/**
 * What is told about one session's attention.
 *
 * @param attention what it is up to
 * @param reason why one thinks so: one line, at most {@value #MAX_REASON} characters, no control characters; empty when
 *     there is nothing to add
 */
public record Notice(Attention attention, String reason) {
    /** Characters of a reason that are published. */
    public static final int MAX_REASON = 120;

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    /** Makes one line of the reason and cuts it, never through a character. */
    public Notice {
        reason = BLANKS.matcher(reason).replaceAll(" ").strip();
        if (reason.codePointCount(0, reason.length()) > MAX_REASON) {
            reason = reason.substring(0, reason.offsetByCodePoints(0, MAX_REASON - 1)) + "…";
        }
    }
}
