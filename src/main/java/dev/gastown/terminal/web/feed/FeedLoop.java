package dev.gastown.terminal.web.feed;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The feed's part of one event loop: who of its sockets hears which town. Confined to the loop, but for {@link #run} and
 * {@link #deliver}.
 */
final class FeedLoop {
    private final Vertx vertx;
    private final Context context;
    private final Thread thread;
    private final TownLists lists;
    private final FeedMeters meters;
    private final Map<UUID, TownAudience> audiences = new HashMap<>();

    /** To be made on the event loop. */
    FeedLoop(Vertx vertx, TownLists lists, FeedMeters meters) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.thread = Thread.currentThread();
        this.lists = lists;
        this.meters = meters;
    }

    /** Runs on the event loop: at once when called there, else as soon as it can. */
    void run(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            context.runOnContext(turn -> task.run());
        }
    }

    /** Runs again and again, until {@link #stop} is called with what this returns. */
    long every(Duration interval, Runnable task) {
        return vertx.setPeriodic(interval.toMillis(), due -> task.run());
    }

    void stop(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Adds a subscriber; completes when this node hears the town's lists. */
    Future<Void> join(Subscription subscription) {
        UUID townId = subscription.townId();
        meters.subscribed();
        audiences.computeIfAbsent(townId, first -> new TownAudience(vertx)).add(subscription);
        return lists.join(townId, this);
    }

    /** Removes a subscriber, and with the last one the town. */
    void leave(Subscription subscription) {
        UUID townId = subscription.townId();
        TownAudience audience = audiences.get(townId);
        if (!audience.remove(subscription)) {
            audiences.remove(townId);
            lists.leave(townId, this);
        }
        meters.unsubscribed();
    }

    /** The town's newest list, for one who is new. */
    Future<Envelope> newest(UUID townId) {
        return lists.newest(townId);
    }

    /** A WebSocket failed. */
    void failed(Throwable failure) {
        meters.failed(failure);
    }

    /** A list was replaced before one browser took it. */
    void dropped() {
        meters.dropped();
    }

    /** A list is written to one browser. */
    void pushed() {
        meters.pushed();
    }

    /** Hands what was published to all subscribers here; on any thread. */
    void deliver(UUID townId, Envelope envelope) {
        run(() -> {
            TownAudience audience = audiences.get(townId);
            if (audience != null) {
                audience.deliver(envelope);
            }
        });
    }
}
