package dev.gastown.terminal.cluster;

import com.hazelcast.replicatedmap.ReplicatedMap;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keys that were marked, each for a time, as every node of the cluster knows them by itself: to look is free, to mark is
 * not. Safe on any event loop; never blocks.
 */
public interface Marks {
    /** The longest a mark is kept: Hazelcast counts seconds with an int, and one is added there. */
    Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE - 1);

    /**
     * Marks a key; again may make it stay marked for longer, never for less.
     *
     * @param memory how long it stays marked, positive; more than {@link #LONGEST} counts as that
     * @return completes when this node knows it and the others are being told; fails when the cluster can't be reached,
     *     and then nothing may be marked
     */
    Future<Void> mark(String key, Duration memory);

    /** Whether this node knows a key to be marked; another node's mark reaches it within moments. */
    boolean isMarked(String key);

    /** On one node. */
    static Marks alone(Vertx vertx) {
        Map<String, Long> marked = new ConcurrentHashMap<>();
        return new Marks() {
            @Override
            public Future<Void> mark(String key, Duration memory) {
                long until = System.nanoTime() + bounded(memory).toNanos();
                Long kept = marked.merge(key, until, (one, other) -> one - other >= 0 ? one : other);
                if (kept == until) {
                    // There is no timer for less than a millisecond, and without one it would stay marked.
                    vertx.setTimer(Math.max(1, bounded(memory).toMillis()), over -> marked.remove(key, until));
                }
                return Future.succeededFuture();
            }

            @Override
            public boolean isMarked(String key) {
                return marked.containsKey(key);
            }
        };
    }

    /** In a map that every member of the cluster has whole. */
    static Marks clustered(Vertx vertx, ReplicatedMap<String, Long> marked) {
        return new Marks() {
            @Override
            public Future<Void> mark(String key, Duration memory) {
                long seconds = bounded(memory).toSeconds();
                return vertx.<Void>executeBlocking(
                        () -> {
                            // By the clock, for whoever marks it again: another node may.
                            long until = System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(seconds);
                            Long known = marked.get(key);
                            if (known == null || known < until) {
                                // In whole seconds, as the map has it; 0 would be for ever.
                                marked.put(key, until, seconds + 1, TimeUnit.SECONDS);
                            }
                            return null;
                        },
                        false);
            }

            @Override
            public boolean isMarked(String key) {
                return marked.containsKey(key);
            }
        };
    }

    private static Duration bounded(Duration memory) {
        return memory.compareTo(LONGEST) > 0 ? LONGEST : memory;
    }
}
