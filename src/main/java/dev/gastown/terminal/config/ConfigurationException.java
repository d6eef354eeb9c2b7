package dev.gastown.terminal.config;

/**
 * A configuration that can't be used. The message is one line for the person who wrote it: the key, the value and what
 * is allowed. Secrets are never part of it.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line, shown as it is */
    public ConfigurationException(String message) {
        super(message, null, false, false);
    }
}
