package dev.gastown.terminal.session;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The last list of every town lately polled, in a map of the cluster: whichever node polls a town next goes on from
 * there, in sequence, and has something to show when the sandbox does not answer.
 */
final class TownMemory {
    static final String MAP = "gastown.session.last";

    /** A cluster that takes longer than this is done without. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AsyncMap<String, JsonObject> map;
    private final Duration life;

    /** @param life how long a list is kept */
    TownMemory(AsyncMap<String, JsonObject> map, Duration life) {
        this.map = map;
        this.life = life;
    }

    /** @param everSeen whether the sandbox ever answered */
    record Remembered(SessionList list, boolean everSeen) {}

    /** Never fails. */
    Future<Optional<Remembered>> recall(UUID townId) {
        return map.get(townId.toString())
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(entry -> Optional.ofNullable(entry).map(TownMemory::read))
                .otherwise(Optional.empty());
    }

    /** Returns at once. A write that fails is made up for by the next. */
    void remember(SessionList list, boolean everSeen) {
        JsonObject entry = new JsonObject()
                .put("list", list.toJson())
                .put("protocols", new JsonArray(list.protocols().stream().toList()))
                .put("everSeen", everSeen);
        map.put(list.townId().toString(), entry, life.toMillis());
    }

    private static Remembered read(JsonObject entry) {
        Set<String> protocols = entry.getJsonArray("protocols").stream()
                .map(String.class::cast)
                .collect(Collectors.toUnmodifiableSet());
        return new Remembered(SessionList.ofJson(entry.getJsonObject("list"), protocols), entry.getBoolean("everSeen"));
    }
}
