package dev.gastown.terminal.town;

import dev.gastown.terminal.identity.User;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose a town is: users by name, and groups that come as a claim of the user's token. Immutable.
 *
 * @param users what each userId may do
 * @param groups what the members of each group may do
 */
public record Owners(Map<String, Permission> users, Map<String, Permission> groups) {
    /**
     * As many of a user's groups are put into a ticket at most; those that permit more come first, so that nothing is lost
     * but by changes while a socket is open.
     */
    static final int GROUPS_IN_A_TICKET = 8;

    /** Keeps copies. */
    public Owners {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
    }

    /** Users who may all do everything. */
    public static Owners users(String... userIds) {
        return new Owners(
                Stream.of(userIds).collect(Collectors.toMap(Function.identity(), user -> Permission.WRITE)), Map.of());
    }

    /** The most that a user may do by the own name or by any group; empty for a stranger. */
    public Optional<Permission> permissionOf(User user) {
        return Stream.concat(
                        Stream.ofNullable(users.get(user.userId())),
                        user.groups().stream().flatMap(group -> Stream.ofNullable(groups.get(group))))
                .max(Comparator.naturalOrder());
    }

    /** The user with no more groups than count here: what has to be remembered while a socket is open. */
    public User member(User user) {
        return user.inGroups(user.groups().stream()
                .filter(groups::containsKey)
                .sorted(Comparator.<String, Permission>comparing(groups::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(GROUPS_IN_A_TICKET)
                .collect(Collectors.toUnmodifiableSet()));
    }
}
