package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.ops.Drain;
import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who on this node subscribes to which town's lists: keeps those towns watched, and cuts sockets whose user lost a town
 * (contract section 5). One for all server instances of a node; safe on any event loop.
 */
final class FeedSubscriptions {
    /** The close code a browser sees when a town is no longer its user's (contract section 3). */
    private static final int ACCESS_REVOKED = 4403;

    /** The close code of a node that is about to go. */
    private static final int DRAINING = 1001;

    private final Vertx vertx;
    private final TownDirectory towns;
    private final SessionLists lists;
    private volatile boolean draining;

    /** Only open sockets are keys, so that a subscription that completes after its socket closed leaves nothing. */
    private final Map<SockJSSocket, OpenSocket> sockets = new ConcurrentHashMap<>();

    FeedSubscriptions(Vertx vertx, TownDirectory towns, SessionLists lists, MeterRegistry meters) {
        this.vertx = vertx;
        this.towns = towns;
        this.lists = lists;
        Gauge.builder("gastown.feed.subscribers", this, FeedSubscriptions::count)
                .description("Subscriptions to session lists on this node")
                .register(meters);
        vertx.setPeriodic(
                Duration.ofSeconds(SessionAddresses.WATCH_RENEWAL_SECONDS).toMillis(), tick -> renewWatches());
        towns.onChange(this::cutWhereLost);
    }

    /** A socket was opened; call on its event loop. */
    void opened(SockJSSocket socket) {
        OpenSocket open = new OpenSocket(Vertx.currentContext(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        sockets.put(socket, open);
        if (draining) {
            close(socket, open, DRAINING, "draining");
        }
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * Closes all sockets with 1001 at the pace of {@link Drain}, and at once those that are opened meanwhile.
     *
     * @return completes when the last was told
     */
    Future<Void> drain(Duration over) {
        draining = true;
        List<Runnable> closes = sockets.entrySet().stream()
                .<Runnable>map(entry -> () -> close(entry.getKey(), entry.getValue(), DRAINING, "draining"))
                .toList();
        return Drain.spread(vertx, closes, over);
    }

    /** A socket was closed, with all its subscriptions. */
    void closed(SockJSSocket socket) {
        sockets.remove(socket);
    }

    void add(SockJSSocket socket, String userId, UUID townId) {
        OpenSocket subscribed = sockets.computeIfPresent(socket, (key, open) -> {
            open.userOfTown().put(townId, userId);
            return open;
        });
        if (subscribed != null) {
            // It may have been lost since it was checked, when nobody was there yet to be cut.
            cutIfLost(socket, subscribed, townId, userId);
        }
        lists.watch(townId);
    }

    /**
     * Whether a list is another one than this socket was sent last: the first one comes as a greeting and as a push. Call
     * on the socket's event loop, for every list that is about to be sent.
     */
    boolean isNews(SockJSSocket socket, UUID townId, long sequence) {
        OpenSocket open = sockets.get(socket);
        Long before = open == null ? null : open.sentOfTown().put(townId, sequence);
        return before == null || before != sequence;
    }

    void remove(SockJSSocket socket, UUID townId) {
        sockets.computeIfPresent(socket, (key, open) -> {
            open.userOfTown().remove(townId);
            open.sentOfTown().remove(townId);
            return open;
        });
    }

    private int count() {
        return sockets.values().stream()
                .mapToInt(open -> open.userOfTown().size())
                .sum();
    }

    private void renewWatches() {
        sockets.values().stream()
                .flatMap(open -> open.userOfTown().keySet().stream())
                .distinct()
                .forEach(lists::watch);
    }

    private void cutWhereLost() {
        sockets.forEach((socket, open) ->
                open.userOfTown().forEach((townId, userId) -> cutIfLost(socket, open, townId, userId)));
    }

    private void cutIfLost(SockJSSocket socket, OpenSocket open, UUID townId, String userId) {
        towns.find(townId).onSuccess(town -> {
            if (town.filter(found -> found.isVisibleTo(userId)).isEmpty()) {
                // A subscription can't be taken back, so the socket goes; what it may still see it asks for anew.
                close(socket, open, ACCESS_REVOKED, "access revoked");
            }
        });
    }

    private static void close(SockJSSocket socket, OpenSocket open, int code, String reason) {
        open.context().runOnContext(now -> socket.close(code, reason));
    }

    /**
     * @param userOfTown who subscribed to which town
     * @param sentOfTown the sequence number of the last list sent of each
     */
    private record OpenSocket(Context context, Map<UUID, String> userOfTown, Map<UUID, Long> sentOfTown) {}
}
