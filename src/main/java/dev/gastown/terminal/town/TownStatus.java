package dev.gastown.terminal.town;

import java.util.Locale;
import java.util.Optional;

/** The life of a town (contract section 8). Only a running town has a sandbox to talk to. */
public enum TownStatus {
    PROVISIONING,
    RUNNING,
    STOPPED,
    DESTROYED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The word in configuration, database and API. */
    public String wireName() {
        return wireName;
    }

    /** Reads the word; empty when it is none of them. */
    public static Optional<TownStatus> ofWireName(String word) {
        for (TownStatus status : values()) {
            if (status.wireName.equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
