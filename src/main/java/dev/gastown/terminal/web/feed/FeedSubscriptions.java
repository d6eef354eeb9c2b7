package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
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

    private final TownDirectory towns;
    private final SessionLists lists;
    private final Map<Key, Subscription> subscriptions = new ConcurrentHashMap<>();

    FeedSubscriptions(Vertx vertx, TownDirectory towns, SessionLists lists, MeterRegistry meters) {
        this.towns = towns;
        this.lists = lists;
        meters.gaugeMapSize("gastown.feed.subscribers", Tags.empty(), subscriptions);
        vertx.setPeriodic(
                Duration.ofSeconds(SessionAddresses.WATCH_RENEWAL_SECONDS).toMillis(), tick -> renewWatches());
        towns.onChange(this::cutWhereLost);
    }

    void add(SockJSSocket socket, String userId, UUID townId) {
        Context context = Vertx.currentContext();
        subscriptions.put(new Key(socket, townId), new Subscription(userId, context));
        lists.watch(townId);
    }

    void remove(SockJSSocket socket, UUID townId) {
        subscriptions.remove(new Key(socket, townId));
    }

    private void renewWatches() {
        subscriptions.keySet().stream().map(Key::townId).distinct().forEach(lists::watch);
    }

    /** A subscription can't be taken back on the socket, so the socket goes; what it may still see it asks for anew. */
    private void cutWhereLost() {
        subscriptions.forEach((key, subscription) -> towns.find(key.townId()).onSuccess(town -> {
            if (town.filter(found -> found.isVisibleTo(subscription.userId())).isEmpty()) {
                subscription.context().runOnContext(now -> key.socket().close(ACCESS_REVOKED, "access revoked"));
            }
        }));
    }

    private record Key(SockJSSocket socket, UUID townId) {}

    private record Subscription(String userId, Context context) {}
}
