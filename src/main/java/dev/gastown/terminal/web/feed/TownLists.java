package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.session.SessionLists;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node hears of the towns its browsers watch: one consumer on the event bus for each, and each list encoded once.
 * Keeps the towns watched. Safe on any thread.
 */
final class TownLists {
    private final Vertx vertx;
    private final SessionLists lists;
    private final Duration maxAge;
    private final Map<UUID, Watched> towns = new ConcurrentHashMap<>();

    /** @param maxAge how old the list may be that a new subscriber gets */
    TownLists(Vertx vertx, SessionLists lists, Duration maxAge) {
        this.vertx = vertx;
        this.lists = lists;
        this.maxAge = maxAge;
        vertx.setPeriodic(
                Duration.ofSeconds(SessionAddresses.WATCH_RENEWAL_SECONDS).toMillis(),
                due -> towns.keySet().forEach(lists::watch));
    }

    /** Has a loop hear a town's lists, if it doesn't yet; completes when the bus has this node among its consumers. */
    Future<Void> join(UUID townId, FeedLoop loop) {
        return towns.compute(townId, (id, known) -> {
                    Watched town = known == null ? new Watched(id) : known;
                    town.loops.add(loop);
                    return town;
                })
                .consumer
                .completion();
    }

    /** No more lists of that town for that loop. */
    void leave(UUID townId, FeedLoop loop) {
        towns.computeIfPresent(townId, (id, town) -> {
            town.loops.remove(loop);
            if (!town.loops.isEmpty()) {
                return town;
            }
            town.consumer.completion().onComplete(known -> town.consumer.unregister());
            return null;
        });
    }

    /** The town's newest list: the one last published if that is new enough, else the poller is asked, once for all. */
    Future<Envelope> newest(UUID townId) {
        Watched town = towns.get(townId);
        return town == null ? Future.failedFuture("Nobody watches any more") : town.newest();
    }

    private record Published(Envelope list, long atNanos) {}

    private final class Watched {
        final Set<FeedLoop> loops = ConcurrentHashMap.newKeySet();
        final MessageConsumer<Object> consumer;
        private final UUID townId;
        private final String address;
        private volatile Published last;
        private Future<Envelope> asked;

        Watched(UUID townId) {
            this.townId = townId;
            this.address = SessionAddresses.listsOf(townId);
            this.consumer = vertx.eventBus().consumer(address, this::published);
            consumer.completion().onSuccess(known -> lists.watch(townId));
        }

        private void published(Message<Object> message) {
            Envelope envelope = Envelope.of(message);
            if (message.body() instanceof JsonObject list && envelope.sequence().isPresent()) {
                // A stale one is not for newcomers: the sandbox may be back, and is asked.
                boolean stale = Boolean.TRUE.equals(list.getValue("stale"));
                last = stale ? null : new Published(envelope, System.nanoTime());
            }
            loops.forEach(loop -> loop.deliver(townId, envelope));
        }

        Future<Envelope> newest() {
            Published newest = last;
            if (newest != null && System.nanoTime() - newest.atNanos() < maxAge.toNanos()) {
                return Future.succeededFuture(newest.list());
            }
            synchronized (this) {
                if (asked == null || asked.isComplete()) {
                    asked = lists.of(townId, maxAge).map(sessions -> Envelope.ofList(address, sessions.list()));
                }
                return asked;
            }
        }
    }
}
