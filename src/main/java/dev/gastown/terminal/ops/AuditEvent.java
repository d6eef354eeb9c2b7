package dev.gastown.terminal.ops;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * One event on {@code gastown.audit} (contract section 5). Never content, never a ticket or key: there is no field to
 * put them in.
 *
 * @param type what happened
 * @param at when
 * @param userId whose doing, null when unknown
 * @param townId null when unknown
 * @param sessionName null when unknown
 * @param access {@code read} or {@code write}, null when unknown
 * @param details further numbers and reasons, such as {@code code}, {@code reason}, {@code bytesToBrowser},
 *     {@code bytesToSandbox}, {@code droppedFrames}, {@code durationMillis}, and {@code traceId}, the request's id
 */
public record AuditEvent(
        Type type, Instant at, String userId, UUID townId, String sessionName, String access, JsonObject details) {
    /** What an event tells. */
    public enum Type {
        TICKET_ISSUED,
        TICKET_REFUSED,
        CONNECTION_OPENED,
        CONNECTION_REFUSED,
        CONNECTION_CLOSED,
        /** A reader's browser sent data; published once a connection. */
        INPUT_DROPPED,
        LOGGED_IN,
        LOGGED_OUT
    }

    /** The event as published. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("type", type.name().toLowerCase(Locale.ROOT))
                .put("at", at.toEpochMilli())
                .put("userId", userId)
                .put("townId", townId == null ? null : townId.toString())
                .put("sessionName", sessionName)
                .put("access", access)
                .mergeIn(details);
    }
}
