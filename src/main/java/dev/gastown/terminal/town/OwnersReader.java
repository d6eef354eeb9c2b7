package dev.gastown.terminal.town;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code owners} (contract section 1.2): a list whose items are userIds, or {@code {user, access}} or
 * {@code {group, access}} with {@code access} {@code view} or {@code write}. A bare userId may write; what names no access
 * may only view.
 */
final class OwnersReader {
    /** Longest name of a group, characters: some of them travel in every ticket. */
    static final int GROUP_NAME_CHARACTERS = 64;

    static final String ALLOWED = "a list of userIds, or of {user: …, access: view|write} and"
            + " {group: …, access: view|write}, no name empty and no group's longer than " + GROUP_NAME_CHARACTERS;

    private static final Set<String> FIELDS = Set.of("user", "group", "access");

    private OwnersReader() {}

    /** @throws IllegalArgumentException when they are not {@link #ALLOWED} */
    static Owners read(Object written) {
        if (!(written instanceof JsonArray items)) {
            throw new IllegalArgumentException(ALLOWED);
        }
        Map<String, Permission> users = new HashMap<>();
        Map<String, Permission> groups = new HashMap<>();
        for (Object item : items) {
            if (item instanceof JsonObject named) {
                read(named, users, groups);
            } else if (item == null || item instanceof JsonArray) {
                throw new IllegalArgumentException(ALLOWED);
            } else {
                // YAML takes a user called 42 for a number.
                add(users, item.toString(), Permission.WRITE);
            }
        }
        return new Owners(users, groups);
    }

    private static void read(JsonObject item, Map<String, Permission> users, Map<String, Permission> groups) {
        if (!FIELDS.containsAll(item.fieldNames()) || item.containsKey("user") == item.containsKey("group")) {
            throw new IllegalArgumentException(ALLOWED);
        }
        Permission permission = Permission.ofWireName(item.getString("access", Permission.VIEW.wireName()))
                .orElseThrow(() -> new IllegalArgumentException(ALLOWED));
        if (item.containsKey("user")) {
            add(users, String.valueOf(item.getValue("user")), permission);
        } else {
            String group = String.valueOf(item.getValue("group"));
            if (group.length() > GROUP_NAME_CHARACTERS) {
                throw new IllegalArgumentException(ALLOWED);
            }
            add(groups, group, permission);
        }
    }

    /** Named twice, the more that is permitted counts: two lines are two grants. */
    private static void add(Map<String, Permission> to, String name, Permission permission) {
        if (name.isBlank() || name.equals("null")) {
            throw new IllegalArgumentException(ALLOWED);
        }
        to.merge(name, permission, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }
}
