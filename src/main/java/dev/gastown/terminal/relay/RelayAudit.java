package dev.gastown.terminal.relay;

import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.AuditEvent;
import dev.gastown.terminal.ops.AuditEvent.Type;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the audit hears of one request for a socket (contract section 5): numbers and codes, never content or tickets. */
final class RelayAudit {
    private final Audit audit;
    private final String traceId;

    /** @param traceId the request's id */
    RelayAudit(Audit audit, String traceId) {
        this.audit = audit;
        this.traceId = traceId;
    }

    /**
     * An upgrade was refused.
     *
     * @param viewer null when the ticket told nothing
     * @param status the HTTP status answered, or the close code when the refusal came after the upgrade
     */
    void refused(Viewer viewer, int status) {
        publish(Type.CONNECTION_REFUSED, viewer, new JsonObject().put("code", status));
    }

    void opened(Viewer viewer) {
        publish(Type.CONNECTION_OPENED, viewer, new JsonObject());
    }

    /** A reader's first data frame: later ones only count. */
    void inputDropped(Viewer viewer) {
        publish(Type.INPUT_DROPPED, viewer, new JsonObject());
    }

    /** @param revoked why the gateway took the access away, where it did */
    void closed(
            Viewer viewer,
            int code,
            Optional<Revocation> revoked,
            Duration open,
            long bytesToBrowser,
            long bytesToSandbox,
            long droppedFrames) {
        JsonObject details = new JsonObject()
                .put("code", code)
                .put("durationMillis", open.toMillis())
                .put("bytesToBrowser", bytesToBrowser)
                .put("bytesToSandbox", bytesToSandbox)
                .put("droppedFrames", droppedFrames);
        revoked.ifPresent(why -> details.put("reason", why.reason()));
        publish(Type.CONNECTION_CLOSED, viewer, details);
    }

    private void publish(Type type, Viewer viewer, JsonObject details) {
        details.put("traceId", traceId);
        audit.publish(
                viewer == null
                        ? new AuditEvent(type, Instant.now(), null, null, null, null, details)
                        : new AuditEvent(
                                type,
                                Instant.now(),
                                viewer.user().userId(),
                                viewer.townId(),
                                viewer.watched().names(),
                                viewer.access().wireName(),
                                details));
    }
}
