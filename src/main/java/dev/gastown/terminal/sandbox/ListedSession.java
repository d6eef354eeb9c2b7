package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.session.Role;
import dev.gastown.terminal.session.Status;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * One session as tmux listed it.
 *
 * @param name a valid session name
 * @param rig the rig's name or null
 * @param alive whether its program runs
 * @param lastOutput when it last wrote something, by this host's clock
 * @param title the pane's title, at most 120 characters
 * @param columns of the active pane
 * @param rows of the active pane
 */
record ListedSession(
        String name, Role role, String rig, boolean alive, Instant lastOutput, String title, int columns, int rows) {

    ListedSession ended() {
        return new ListedSession(name, role, rig, false, lastOutput, title, columns, rows);
    }

    /** The session on the wire (contract section 4). Ages, not times: clocks differ between hosts. */
    JsonObject toJson(Instant now, Duration activeWindow) {
        Duration idle = Duration.between(lastOutput, now);
        if (idle.isNegative()) {
            idle = Duration.ZERO;
        }
        Status status = !alive ? Status.DEAD : idle.compareTo(activeWindow) < 0 ? Status.ACTIVE : Status.IDLE;
        return new JsonObject()
                .put("name", name)
                .put("role", role.wireName())
                .put("rig", rig)
                .put("status", status.wireName())
                .put("alive", alive)
                .put("idleSeconds", idle.toSeconds())
                .put("title", title);
    }
}
