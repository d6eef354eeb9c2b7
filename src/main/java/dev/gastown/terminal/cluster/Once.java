package dev.gastown.terminal.cluster;

import com.hazelcast.map.IMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What may happen once in the whole cluster. Safe on any event loop; never blocks. */
@FunctionalInterface
public interface Once {
    /**
     * Claims a key.
     *
     * @return true for the first claim of a key and false for all others, of every node; fails, or takes long, when the
     *     cluster can't tell: then nobody may count on having been the first
     */
    Future<Boolean> isFirst(String key);

    /**
     * On one node.
     *
     * @param memory how long a key is remembered
     */
    static Once alone(Vertx vertx, String name, Duration memory) {
        Future<AsyncMap<String, Boolean>> map = vertx.sharedData().getLocalAsyncMap(name);
        return key -> map.compose(claims -> claims.putIfAbsent(key, Boolean.TRUE, memory.toMillis()))
                .map(before -> before == null);
    }

    /**
     * In a map of the cluster. By its own put, which tells what was there before: Vert.x's put-if-absent keeps a worker
     * thread for as long as the cluster takes, and a dead member makes that seconds.
     *
     * @param memory how long a key is remembered after its last claim
     */
    static Once clustered(Vertx vertx, IMap<String, Boolean> claims, Duration memory) {
        return key -> Future.fromCompletionStage(
                        claims.putAsync(key, Boolean.TRUE, memory.toMillis(), TimeUnit.MILLISECONDS),
                        vertx.getOrCreateContext())
                .map(before -> before == null);
    }
}
