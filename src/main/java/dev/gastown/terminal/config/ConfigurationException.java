package dev.gastown.terminal.config;

import java.util.regex.Pattern;

/**
 * A configuration that can't be used. The message is one line for the person who wrote it: the key, the value and what
 * is allowed. Secrets are never part of it.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A URL with a user in it, and perhaps a password. */
    private static final Pattern URL_WITH_USER = Pattern.compile("://.*@", Pattern.DOTALL);

    /**
     * A value that is not allowed.
     *
     * @param key dotted, as in the file
     * @param value as written; never a secret; one with a user's URL in it is not told
     * @param allowed what it must be, in words
     */
    public static ConfigurationException notAllowed(String key, Object value, String allowed) {
        boolean told = !URL_WITH_USER.matcher(String.valueOf(value)).find();
        return new ConfigurationException(key + ": " + (told ? "'" + value + "'" : "a URL with a user")
                + " is not allowed: it must be " + allowed);
    }

    /** @param message one line, shown as it is */
    public ConfigurationException(String message) {
        super(message, null, false, false);
    }
}
