package dev.gastown.terminal.session;

import java.util.Locale;
import java.util.Optional;

/**
 * What an agent does in its town (contract section 4). The declaration order is the order within a list: the mayor
 * first, then the town-level agents, then those of a rig.
 */
public enum Role {
    MAYOR,
    DEACON,
    BOOT,
    DOG,
    OVERSEER,
    WITNESS,
    REFINERY,
    CREW,
    POLECAT,
    UNKNOWN;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The word on the wire: {@code mayor}, {@code deacon}, … */
    public String wireName() {
        return wireName;
    }

    /** Whether agents of this role belong to the town as a whole and never to a rig. */
    public boolean isTownLevel() {
        return compareTo(OVERSEER) <= 0;
    }

    /**
     * Reads the word on the wire.
     *
     * @param word any text, or null
     * @return the role, or empty when the word is not exactly one of the contract's
     */
    public static Optional<Role> ofWireName(String word) {
        for (Role role : values()) {
            if (role.wireName.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
