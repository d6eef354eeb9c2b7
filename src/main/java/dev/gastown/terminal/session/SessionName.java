package dev.gastown.terminal.session;

import java.util.regex.Pattern;

/** The rule for session names: what fails it never reaches a URL or a command line. */
public final class SessionName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private SessionName() {}

    /** Whether the text is a session name: 1 to 128 letters, digits, underscores and hyphens. Null is not. */
    public static boolean isValid(String text) {
        return text != null && VALID.matcher(text).matches();
    }
}
