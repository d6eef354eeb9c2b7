package dev.gastown.terminal.config;

/**
 * A configuration that can't be used. The message is one line for the person who wrote it: the key, the value and what
 * is allowed. Secrets are never part of it.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A value that is not allowed.
     *
     * @param key dotted, as in the file
     * @param value as written; never a secret
     * @param allowed what it must be, in words
     */
    public static ConfigurationException notAllowed(String key, Object value, String allowed) {
        return new ConfigurationException(key + ": '" + value + "' is not allowed: it must be " + allowed);
    }

    /** @param message one line, shown as it is */
    public ConfigurationException(String message) {
        super(message, null, false, false);
    }
}
