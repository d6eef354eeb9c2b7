package dev.gastown.terminal.session;

import dev.gastown.terminal.ops.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** Asks the node's own {@link SessionPollerVerticle} over the event bus. Safe from any event loop. */
public final class SessionLists {
    private final EventBus eventBus;
    private final DeliveryOptions onThisNode;

    /**
     * @param eventBus the bus the poller listens on
     * @param patience how long an answer may take: longer than the poller's own timeout
     */
    public SessionLists(EventBus eventBus, Duration patience) {
        this.eventBus = eventBus;
        this.onThisNode = new DeliveryOptions().setLocalOnly(true).setSendTimeout(patience.toMillis());
    }

    /**
     * A town's sessions, at most that old where the sandbox answers; stale where it does not.
     *
     * @return fails only when there is no such town, or this node is stopping
     */
    public Future<TownSessions> of(UUID townId, Duration maxAge) {
        return ask(townId, maxAge, null);
    }

    /**
     * The same, for a request: the sandbox is told which, if it is asked for this one.
     *
     * @param trace the request
     */
    public Future<TownSessions> of(UUID townId, Duration maxAge, TraceContext trace) {
        return ask(townId, maxAge, trace.toMessage());
    }

    private Future<TownSessions> ask(UUID townId, Duration maxAge, JsonObject trace) {
        JsonObject request = new JsonObject()
                .put("townId", townId.toString())
                .put("maxAgeMillis", maxAge.toMillis())
                .put("trace", trace);
        return eventBus.<JsonObject>request(SessionAddresses.LIST, request, onThisNode)
                .map(reply -> TownSessions.ofMessage(reply.body()));
    }

    /** Says that somebody on this node watches the town; to be renewed (see {@link SessionAddresses#WATCH}). */
    public void watch(UUID townId) {
        eventBus.publish(SessionAddresses.WATCH_HERE, townId.toString(), onThisNode);
    }

    /** Has the other nodes poll what this one polled. */
    public void leave() {
        eventBus.publish(SessionAddresses.LEAVE, "", onThisNode);
    }
}
