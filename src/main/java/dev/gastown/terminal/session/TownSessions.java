package dev.gastown.terminal.session;

import dev.gastown.terminal.session.SandboxException.Kind;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The poller's answer about a town.
 *
 * @param list the session list as published
 * @param speaksV2 whether the sandbox offers {@code gastown.terminal.v2}
 * @param failure why the list is stale; empty when it is not
 * @param everSeen whether the sandbox has ever answered this node
 */
public record TownSessions(JsonObject list, boolean speaksV2, Optional<Kind> failure, boolean everSeen) {
    /** The role the sandbox reports for a session; empty when it reports no such session. */
    public Optional<Role> roleOf(String sessionName) {
        return list.getJsonArray("sessions").stream()
                .map(JsonObject.class::cast)
                .filter(session -> sessionName.equals(session.getString("name")))
                .findFirst()
                .flatMap(session -> Role.ofWireName(session.getString("role")));
    }

    JsonObject toMessage() {
        return new JsonObject()
                .put("list", list)
                .put("speaksV2", speaksV2)
                .put("failure", failure.map(Kind::name).orElse(null))
                .put("everSeen", everSeen);
    }

    static TownSessions ofMessage(JsonObject message) {
        return new TownSessions(
                message.getJsonObject("list"),
                message.getBoolean("speaksV2"),
                Optional.ofNullable(message.getString("failure")).map(Kind::valueOf),
                message.getBoolean("everSeen"));
    }
}
