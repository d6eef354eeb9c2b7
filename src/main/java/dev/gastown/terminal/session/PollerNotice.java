package dev.gastown.terminal.session;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;

/**
 * What the poller of one node tells the others.
 *
 * @param node who speaks
 * @param watched towns that browsers of that node watch
 * @param leaving whether the node is about to go, and wants its towns polled by others
 */
record PollerNotice(String node, List<UUID> watched, boolean leaving) {
    JsonObject toMessage() {
        JsonArray towns = new JsonArray();
        watched.forEach(town -> towns.add(town.toString()));
        return new JsonObject().put("node", node).put("watched", towns).put("leaving", leaving);
    }

    static PollerNotice ofMessage(JsonObject message) {
        return new PollerNotice(
                message.getString("node"),
                message.getJsonArray("watched").stream()
                        .map(town -> UUID.fromString((String) town))
                        .toList(),
                message.getBoolean("leaving"));
    }
}
