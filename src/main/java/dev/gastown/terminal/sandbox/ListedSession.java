package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.attention.Notice;
import dev.gastown.terminal.sandbox.attention.PanePulse;
import dev.gastown.terminal.session.Role;
import dev.gastown.terminal.session.Status;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One session as tmux listed it.
 *
 * @param name a valid session name
 * @param rig the rig's name or null
 * @param title the pane's title, at most 120 characters
 * @param pulse its active pane, with the newest output of any of its windows
 */
record ListedSession(String name, Role role, String rig, String title, PanePulse pulse) {

    ListedSession ended() {
        return new ListedSession(name, role, rig, title, pulse.ended());
    }

    /**
     * The session on the wire (contract section 4). Ages, not times: clocks differ between hosts.
     *
     * @param notice what is known about its attention; no field for what is not
     */
    JsonObject toJson(Instant now, Duration activeWindow, Optional<Notice> notice) {
        Duration idle = Duration.between(pulse.lastOutput(), now);
        if (idle.isNegative()) {
            idle = Duration.ZERO;
        }
        boolean alive = pulse.alive();
        Status status = !alive ? Status.DEAD : idle.compareTo(activeWindow) < 0 ? Status.ACTIVE : Status.IDLE;
        JsonObject json = new JsonObject()
                .put("name", name)
                .put("role", role.wireName())
                .put("rig", rig)
                .put("status", status.wireName())
                .put("alive", alive)
                .put("idleSeconds", idle.toSeconds())
                .put("title", title);
        notice.ifPresent(known -> json.put("attention", known.attention().wireName()));
        notice.map(Notice::reason)
                .filter(reason -> !reason.isEmpty())
                .ifPresent(reason -> json.put("attentionReason", reason));
        return json;
    }
}
