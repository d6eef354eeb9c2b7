package dev.gastown.terminal.session;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.Optional;

/**
 * One agent's tmux session as published (contract section 4). There is no field for pane content.
 *
 * @param name its tmux name
 * @param role what the sandbox says it does
 * @param rig the rig it belongs to; empty for town-level agents and where unknown
 * @param status how lively it is
 * @param alive whether its program runs
 * @param idleSeconds seconds since its last output; empty when unknown
 * @param title the terminal's title, cut
 * @param attention {@code working}, {@code waiting} or {@code done}, when the sandbox tells
 * @param attentionReason why, cut
 */
public record AgentSession(
        String name,
        Role role,
        Optional<String> rig,
        Status status,
        boolean alive,
        Optional<Integer> idleSeconds,
        Optional<String> title,
        Optional<String> attention,
        Optional<String> attentionReason) {

    /** The order of a list: mayor, town-level roles, then by rig, role and name; what belongs nowhere comes last. */
    static final Comparator<AgentSession> LIST_ORDER = Comparator.<AgentSession, Boolean>comparing(
                    session -> !session.role().isTownLevel())
            .thenComparing(session -> session.role().isTownLevel() ? session.role() : Role.MAYOR)
            .thenComparing(session -> session.rig().isEmpty())
            .thenComparing(session -> session.rig().orElse(""))
            .thenComparing(AgentSession::role)
            .thenComparing(AgentSession::name);

    /** Reads what {@link #toJson} wrote. */
    static AgentSession ofJson(JsonObject json) {
        return new AgentSession(
                json.getString("name"),
                Role.ofWireName(json.getString("role")).orElse(Role.UNKNOWN),
                Optional.ofNullable(json.getString("rig")),
                Status.ofWireName(json.getString("status")),
                json.getBoolean("alive"),
                Optional.ofNullable(json.getInteger("idleSeconds")),
                Optional.ofNullable(json.getString("title")),
                Optional.ofNullable(json.getString("attention")),
                Optional.ofNullable(json.getString("attentionReason")));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("role", role.wireName())
                .put("rig", rig.orElse(null))
                .put("status", status.wireName())
                .put("alive", alive)
                .put("idleSeconds", idleSeconds.orElse(null))
                .put("title", title.orElse(null));
        attention.ifPresent(word -> json.put("attention", word));
        attentionReason.ifPresent(reason -> json.put("attentionReason", reason));
        return json;
    }
}
