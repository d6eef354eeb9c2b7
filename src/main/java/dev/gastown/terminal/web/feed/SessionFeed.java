package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Pushes session lists to browsers over SockJS: the event-bus bridge, outbound only, each subscription checked against
 * the town's ownership (contract section 5). One for all server instances of a node.
 */
public final class SessionFeed {
    /** Where the bridge is mounted. */
    public static final String PATH = "/api/gastown/events";

    /** The routing-context key under which the edge leaves the {@link User} of a socket. */
    public static final String USER = "gastown.user";

    /** Browsers throttle the timers of hidden pages to one a minute: a client may be silent for longer than that. */
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(90);

    /** Towns one socket may subscribe to. */
    private static final int SUBSCRIPTIONS_PER_SOCKET = 64;

    private final TownDirectory towns;
    private final SessionLists lists;
    private final Duration pollInterval;
    private final FeedSubscriptions subscriptions;
    private final SessionOwners owners = new SessionOwners();
    private final Counter pushes;

    /** @param pollInterval how old the list may be that a new subscriber gets at once */
    public SessionFeed(
            Vertx vertx, TownDirectory towns, SessionLists lists, Duration pollInterval, MeterRegistry meters) {
        this.towns = towns;
        this.lists = lists;
        this.pollInterval = pollInterval;
        this.subscriptions = new FeedSubscriptions(vertx, towns, lists, meters);
        this.pushes = meters.counter("gastown.feed.pushes");
    }

    /** The bridge of one server instance, to be mounted at {@link #PATH} behind the edge's checks. */
    public Router router(Vertx vertx) {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .addDisabledTransport("JSON_P")
                .addDisabledTransport("HTML_FILE");
        SockJSBridgeOptions bridge = new SockJSBridgeOptions()
                .addOutboundPermitted(new PermittedOptions().setAddressRegex(SessionAddresses.LISTS_PATTERN))
                .setMaxHandlersPerSocket(SUBSCRIPTIONS_PER_SOCKET)
                .setPingTimeout(PING_TIMEOUT.toMillis());
        return SockJSHandler.create(vertx, options).bridge(bridge, this::decide);
    }

    /** Whether a user may send the request with that path: a SockJS session is only its opener's. */
    public boolean mayUse(String path, User user) {
        return owners.mayUse(path, user);
    }

    /** Whether this node is about to go. */
    public boolean isDraining() {
        return subscriptions.isDraining();
    }

    /**
     * Whether a request would begin something on a node that is about to go: all but those of sessions that are open
     * here.
     */
    public boolean isTooLate(String path) {
        return isDraining() && !owners.isOpen(path);
    }

    /** Sends the browsers away over the time; completes when the last was told. */
    public Future<Void> drain(Duration over) {
        return subscriptions.drain(over);
    }

    private void decide(BridgeEvent event) {
        BridgeEventType type = event.type();
        switch (type) {
            case SOCKET_CREATED -> {
                subscriptions.opened(event.socket());
                userOf(event.socket()).ifPresent(user -> owners.opened(event.socket(), user));
                event.complete(true);
            }
            case SOCKET_CLOSED -> {
                subscriptions.closed(event.socket());
                userOf(event.socket()).ifPresent(user -> owners.closed(event.socket(), user));
                event.complete(true);
            }
            case REGISTER -> mayWatch(event);
            case REGISTERED -> greet(event);
            case UNREGISTER -> {
                townOf(event).ifPresent(townId -> subscriptions.remove(event.socket(), townId));
                event.complete(true);
            }
            case RECEIVE -> {
                // Every list is whole, so one that a slow browser can't take now is made up for by the next.
                boolean takes = !event.socket().writeQueueFull() && isNews(event);
                if (takes) {
                    pushes.increment();
                }
                event.complete(takes);
            }
            case SEND, PUBLISH -> event.complete(false);
            default -> event.complete(true);
        }
    }

    private void mayWatch(BridgeEvent event) {
        Optional<UUID> townId = townOf(event);
        Optional<User> user = userOf(event.socket());
        if (townId.isEmpty() || user.isEmpty()) {
            event.complete(false);
            return;
        }
        towns.find(townId.get())
                .map(town -> town.filter(found -> found.isVisibleTo(user.get().userId()))
                        .isPresent())
                .otherwise(false)
                .onSuccess(event::complete);
    }

    private void greet(BridgeEvent event) {
        event.complete(true);
        SockJSSocket socket = event.socket();
        UUID townId = townOf(event).orElseThrow();
        subscriptions.add(socket, userOf(socket).orElseThrow().userId(), townId);
        lists.of(townId, pollInterval).onSuccess(sessions -> {
            if (!subscriptions.isNews(socket, townId, sessions.list().getLong("sequence"))) {
                return;
            }
            pushes.increment();
            // A buffer, as the bridge itself writes: on a raw WebSocket, frames of one kind.
            socket.write(new JsonObject()
                    .put("type", "rec")
                    .put("address", SessionAddresses.listsOf(townId))
                    .put("body", sessions.list())
                    .toBuffer());
        });
    }

    /** The bus is open to other nodes: what is no list of ours is passed on as it is. */
    private boolean isNews(BridgeEvent event) {
        Optional<UUID> townId = townOf(event);
        boolean numbered = event.getRawMessage().getValue("body") instanceof JsonObject list
                && list.getValue("sequence") instanceof Number;
        return townId.isEmpty()
                || !numbered
                || subscriptions.isNews(
                        event.socket(),
                        townId.get(),
                        event.getRawMessage().getJsonObject("body").getLong("sequence"));
    }

    private static Optional<UUID> townOf(BridgeEvent event) {
        return Optional.ofNullable(event.getRawMessage())
                .map(message -> message.getString("address"))
                .flatMap(SessionAddresses::townOf);
    }

    private static Optional<User> userOf(SockJSSocket socket) {
        return Optional.ofNullable(socket.routingContext().get(USER));
    }
}
