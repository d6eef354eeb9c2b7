package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.session.Role;
import java.util.Map;

/** Reads an agent's role and rig off its tmux session's name, in the order Gas Town itself does. */
final class RoleParser {
    private static final String DOG = "hq-dog-";
    private static final String CREW = "crew-";

    private RoleParser() {}

    /**
     * Who a session is.
     *
     * @param role never null; {@link Role#UNKNOWN} for what is not a Gas Town session
     * @param rig the rig's name, or null for town-level agents and unknown sessions
     */
    record Identity(Role role, String rig) {}

    /**
     * Parses a session's name.
     *
     * @param rigsByPrefix the registered rigs; the longest prefix that fits wins
     */
    static Identity parse(String session, Map<String, String> rigsByPrefix) {
        switch (session) {
            case "hq-mayor":
                return new Identity(Role.MAYOR, null);
            case "hq-deacon":
                return new Identity(Role.DEACON, null);
            case "hq-boot":
                return new Identity(Role.BOOT, null);
            case "hq-overseer":
                return new Identity(Role.OVERSEER, null);
            default:
        }
        if (isFollowedByName(session, DOG)) {
            return new Identity(Role.DOG, null);
        }
        String longest = null;
        for (String prefix : rigsByPrefix.keySet()) {
            if (isFollowedByName(session, prefix + "-") && (longest == null || prefix.length() > longest.length())) {
                longest = prefix;
            }
        }
        return longest == null
                ? new Identity(Role.UNKNOWN, null)
                : new Identity(roleInRig(session.substring(longest.length() + 1)), rigsByPrefix.get(longest));
    }

    private static Role roleInRig(String name) {
        if (name.equals("witness")) {
            return Role.WITNESS;
        }
        if (name.equals("refinery")) {
            return Role.REFINERY;
        }
        return isFollowedByName(name, CREW) ? Role.CREW : Role.POLECAT;
    }

    private static boolean isFollowedByName(String text, String prefix) {
        return text.startsWith(prefix) && text.length() > prefix.length();
    }
}
