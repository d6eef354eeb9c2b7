package dev.gastown.terminal.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a sandbox's session list (contract section 4). A sandbox is not trusted: only the fields of the contract are
 * taken over, texts are cut, control characters removed, and what has no valid name is left out.
 */
final class SandboxListingReader {
    /** Longest title, rig name and reason published, characters. */
    private static final int MOST_TEXT = 120;

    /** Output younger than this makes a session active, seconds, when the sandbox sends no status. */
    private static final int ACTIVE_SECONDS = 60;

    private static final Set<String> ATTENTION = Set.of("working", "waiting", "done", "dead");

    /** Control characters, C1 included, line separators, and what turns the direction of the text around it. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\p{Cs}]");

    private SandboxListingReader() {}

    /**
     * Reads the list.
     *
     * @param mostSessions sessions taken; the rest is dropped and counted
     * @throws IllegalArgumentException when the body is no session list
     */
    static SandboxListing read(JsonObject body, int mostSessions) {
        if (!(body.getValue("sessions") instanceof JsonArray entries)) {
            throw new IllegalArgumentException("no sessions");
        }
        List<AgentSession> sessions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object entry : entries) {
            Optional<AgentSession> session = entry instanceof JsonObject json ? session(json) : Optional.empty();
            if (session.isPresent()
                    && sessions.size() < mostSessions
                    && names.add(session.get().name())) {
                sessions.add(session.get());
            }
        }
        int dropped = entries.size() - sessions.size();
        sessions.sort(AgentSession.LIST_ORDER);
        return new SandboxListing(protocols(body), List.copyOf(sessions), dropped);
    }

    private static Set<String> protocols(JsonObject body) {
        // Only what this gateway knows: the set is kept, so a sandbox must not be able to fill it.
        return body.getValue("protocols") instanceof JsonArray protocols && protocols.contains(SandboxApi.TERMINAL_V2)
                ? Set.of(SandboxApi.TERMINAL_V2)
                : Set.of();
    }

    private static Optional<AgentSession> session(JsonObject json) {
        if (!(json.getValue("name") instanceof String name) || !SessionName.isValid(name)) {
            return Optional.empty();
        }
        Role role = json.getValue("role") instanceof String word
                ? Role.ofWireName(word).orElse(Role.UNKNOWN)
                : Role.UNKNOWN;
        boolean alive = Boolean.TRUE.equals(json.getValue("alive"));
        Optional<Integer> idleSeconds = idleSeconds(json);
        return Optional.of(new AgentSession(
                name,
                role,
                text(json, "rig"),
                status(json, alive, idleSeconds),
                alive,
                idleSeconds,
                text(json, "title"),
                text(json, "attention").filter(ATTENTION::contains),
                text(json, "attentionReason")));
    }

    /** Not {@code intValue()}: that makes 0 of 2 to the 32nd, and activity is never invented. */
    private static Optional<Integer> idleSeconds(JsonObject json) {
        return json.getValue("idleSeconds") instanceof Number number && number.doubleValue() >= 0
                ? Optional.of((int) Math.min(number.doubleValue(), Integer.MAX_VALUE))
                : Optional.empty();
    }

    private static Status status(JsonObject json, boolean alive, Optional<Integer> idleSeconds) {
        if (!alive) {
            return Status.DEAD;
        }
        if (json.getValue("status") instanceof String word) {
            for (Status status : Status.values()) {
                if (status.wireName().equals(word) && status != Status.DEAD) {
                    return status;
                }
            }
        }
        // A sandbox that tells neither status nor age is served too: alive then means active.
        return idleSeconds.orElse(0) < ACTIVE_SECONDS ? Status.ACTIVE : Status.IDLE;
    }

    private static Optional<String> text(JsonObject json, String field) {
        if (!(json.getValue(field) instanceof String text)) {
            return Optional.empty();
        }
        String plain = UNSAFE.matcher(text).replaceAll(" ").strip();
        int characters = plain.codePointCount(0, plain.length());
        String cut = plain.substring(0, plain.offsetByCodePoints(0, Math.min(characters, MOST_TEXT)));
        return Optional.of(cut).filter(value -> !value.isEmpty());
    }
}
