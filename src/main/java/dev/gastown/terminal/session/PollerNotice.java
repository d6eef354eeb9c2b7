package dev.gastown.terminal.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What the poller of one node tells the others.
 *
 * @param node who speaks
 * @param watched towns that browsers of that node watch
 * @param unknown towns that node was to poll and does not know: its configuration may be older than the others'
 * @param leaving whether the node is about to go, and wants its towns polled by others
 */
record PollerNotice(String node, Collection<UUID> watched, Collection<UUID> unknown, boolean leaving) {
    JsonObject toMessage() {
        return new JsonObject()
                .put("node", node)
                .put("watched", texts(watched))
                .put("unknown", texts(unknown))
                .put("leaving", leaving);
    }

    static PollerNotice ofMessage(JsonObject message) {
        return new PollerNotice(
                message.getString("node"),
                towns(message.getJsonArray("watched")),
                towns(message.getJsonArray("unknown")),
                message.getBoolean("leaving"));
    }

    private static JsonArray texts(Collection<UUID> towns) {
        return new JsonArray(towns.stream().map(UUID::toString).toList());
    }

    private static List<UUID> towns(JsonArray texts) {
        return texts.stream().map(town -> UUID.fromString((String) town)).toList();
    }
}
