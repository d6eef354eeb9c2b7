package dev.gastown.terminal.town;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One Gas Town workspace in one sandbox (contract section 1.2).
 *
 * @param id its identity everywhere
 * @param name what people call it
 * @param owners userIds that may see it
 * @param sandboxUrl where its sandbox agent listens: http or https, no path
 * @param sandboxKey the sandbox agent's key; empty means nobody can connect
 * @param status only a running town has a sandbox to talk to
 */
public record Town(
        UUID id, String name, Set<String> owners, URI sandboxUrl, Optional<String> sandboxKey, TownStatus status) {

    /**
     * Reads a town's id in its canonical form only, in either case: {@link UUID#fromString} takes {@code 1-1-1-1-1} too.
     *
     * @return empty for any other text
     */
    public static Optional<UUID> parseId(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }

    /** Whether this user may know that the town exists: an owner, and the town not destroyed. */
    public boolean isVisibleTo(String userId) {
        return status != TownStatus.DESTROYED && owners.contains(userId);
    }

    /** Whether this user may hold an open socket to it: visible, and running. */
    public boolean isOpenTo(String userId) {
        return isVisibleTo(userId) && status == TownStatus.RUNNING;
    }

    /** Never shows the key: towns end up in log lines. */
    @Override
    public String toString() {
        return "Town[" + id + ", " + status.wireName() + "]";
    }
}
