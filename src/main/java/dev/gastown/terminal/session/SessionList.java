package dev.gastown.terminal.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A town's sessions as last seen (contract section 4).
 *
 * @param townId whose
 * @param polledAt when the sandbox last answered; when it never did, when it was first asked
 * @param error why the list is stale; empty when it is not
 * @param sequence grows with every list of the town
 * @param protocols the subprotocols the sandbox speaks; not published
 * @param sessions in list order
 */
public record SessionList(
        UUID townId,
        Instant polledAt,
        Optional<String> error,
        long sequence,
        Set<String> protocols,
        List<AgentSession> sessions) {

    /** Whether the sandbox could not be asked lately. */
    public boolean isStale() {
        return error.isPresent();
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @param protocols what is not in it
     */
    static SessionList ofJson(JsonObject json, Set<String> protocols) {
        return new SessionList(
                UUID.fromString(json.getString("townId")),
                Instant.ofEpochMilli(json.getLong("polledAt")),
                Optional.ofNullable(json.getString("error")),
                json.getLong("sequence"),
                protocols,
                json.getJsonArray("sessions").stream()
                        .map(session -> AgentSession.ofJson((JsonObject) session))
                        .toList());
    }

    /** The list as published to browsers and monitors. */
    public JsonObject toJson() {
        JsonArray array = new JsonArray();
        sessions.forEach(session -> array.add(session.toJson()));
        JsonObject json = new JsonObject()
                .put("townId", townId.toString())
                .put("polledAt", polledAt.toEpochMilli())
                .put("stale", isStale())
                .put("sequence", sequence)
                .put("sessions", array);
        error.ifPresent(text -> json.put("error", text));
        return json;
    }
}
