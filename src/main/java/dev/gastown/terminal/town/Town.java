package dev.gastown.terminal.town;

import dev.gastown.terminal.identity.User;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * One Gas Town workspace in one sandbox (contract section 1.2).
 *
 * @param id its identity everywhere
 * @param name what people call it
 * @param owners who may see it, and type to its Mayor
 * @param sandboxUrl where its sandbox agent listens: http or https, no path
 * @param sandboxKey the sandbox agent's key; empty means nobody can connect
 * @param status only a running town has a sandbox to talk to
 */
public record Town(
        UUID id, String name, Owners owners, URI sandboxUrl, Optional<String> sandboxKey, TownStatus status) {

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
    public boolean isVisibleTo(User user) {
        return status != TownStatus.DESTROYED && owners.permissionOf(user).isPresent();
    }

    /** Whether this user may hold an open socket to it: visible, and running. */
    public boolean isOpenTo(User user) {
        return isVisibleTo(user) && status == TownStatus.RUNNING;
    }

    /** Whether this user may type to its Mayor. */
    public boolean takesInputFrom(User user) {
        return isVisibleTo(user) && owners.permissionOf(user).equals(Optional.of(Permission.WRITE));
    }

    /** Never shows the key: towns end up in log lines. */
    @Override
    public String toString() {
        return "Town[" + id + ", " + status.wireName() + "]";
    }
}
