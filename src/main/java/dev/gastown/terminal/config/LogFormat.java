package dev.gastown.terminal.config;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a line of the log is written. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line, for machines. */
    JSON;

    /** The format of that name in the configuration. */
    public static Optional<LogFormat> ofName(String name) {
        return Stream.of(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
