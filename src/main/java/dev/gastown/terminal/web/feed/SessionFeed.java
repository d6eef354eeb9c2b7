package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Drain;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Pushes session lists to browsers over SockJS: speaks as the event-bus bridge, outbound only, each subscription checked
 * against the town's ownership (contract section 5). A list is encoded once for all subscribers of this node. One for all
 * server instances of a node; safe on any event loop.
 */
public final class SessionFeed {
    /** Where the feed is mounted. */
    public static final String PATH = "/api/gastown/events";

    /** The routing-context key under which the edge leaves the {@link User} of a socket. */
    public static final String USER = "gastown.user";

    /** SockJS over a WebSocket, {@code /<server>/<session>/websocket}, where SockJS allows neither to have a dot. */
    private static final String WEBSOCKETS = "/[^/.]+/[^/.]+/websocket";

    /** The close code of a node that is about to go. */
    private static final int DRAINING = 1001;

    /** The close code of a user who has as many sockets as one may have (contract section 3). */
    private static final int TOO_MANY = 4429;

    private final Vertx vertx;
    private final TownDirectory towns;
    private final TownLists lists;
    private final FeedMeters meters;
    private final Supplier<LimitSettings> limits;
    private final SessionOwners owners = new SessionOwners();
    private final OpenFeeds open = new OpenFeeds();
    private volatile boolean draining;

    /**
     * @param logins asked about every open socket's login each {@link Logins#LOOK_INTERVAL}
     * @param limits how many sockets a user may have
     * @param pollInterval how old the list may be that a new subscriber gets at once
     */
    public SessionFeed(
            Vertx vertx,
            TownDirectory towns,
            Logins logins,
            Supplier<LimitSettings> limits,
            SessionLists lists,
            Duration pollInterval,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.towns = towns;
        this.limits = limits;
        this.lists = new TownLists(vertx, lists, pollInterval);
        this.meters = new FeedMeters(meters);
        towns.onChange(() -> open.forEach(FeedSession::lookAgain));
        vertx.setPeriodic(
                Logins.LOOK_INTERVAL.toMillis(), timer -> open.forEach(session -> session.lookAtLogin(logins)));
    }

    /** The feed of one server instance, to be made on its event loop and mounted at {@link #PATH} behind the edge's checks. */
    public Router router(Vertx vertx) {
        FeedLoop loop = new FeedLoop(vertx, lists, meters);
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setInsertJSESSIONID(false)
                .addDisabledTransport("JSON_P")
                .addDisabledTransport("HTML_FILE");
        Router router = SockJSHandler.create(vertx, options).socketHandler(socket -> open(loop, socket));
        router.getWithRegex(WEBSOCKETS).order(-1).handler(routing -> upgrade(loop, routing));
        return router;
    }

    /** Whether a user may send this request, to be asked right before it is served: a SockJS session is only its opener's. */
    public boolean mayUse(RoutingContext routing, User user) {
        return owners.claim(routing, user);
    }

    /** Whether this node is about to go. */
    public boolean isDraining() {
        return draining;
    }

    /**
     * Whether a request would begin something on a node that is about to go: all but those of sessions that are open
     * here.
     */
    public boolean isTooLate(String path) {
        return isDraining() && !owners.isOpen(path);
    }

    /**
     * Closes all sockets with 1001 at the pace of {@link Drain}, and at once those that are opened meanwhile; completes when
     * the last was told.
     */
    public Future<Void> drain(Duration over) {
        draining = true;
        List<Runnable> closes = new ArrayList<>();
        open.forEach(session -> closes.add(() -> session.close(DRAINING, "draining")));
        return Drain.spread(vertx, closes, over);
    }

    private void upgrade(FeedLoop loop, RoutingContext routing) {
        if (!routing.request().canUpgradeToWebSocket()) {
            // SockJS's own handler refuses it.
            routing.next();
            return;
        }
        Optional<User> user = userOf(routing);
        routing.request().toWebSocket().onFailure(routing::fail).onSuccess(upgraded -> {
            // The socket itself may be wrapped by the router; its connection is not.
            Channel channel = ((ConnectionBase) routing.request().connection()).channel();
            SockJsWebSocket socket = new SockJsWebSocket(upgraded, channel);
            FeedSession session = begin(loop, socket, user);
            socket.carry(loop, session, () -> open.remove(session));
            closeIfDraining(session);
        });
    }

    private void open(FeedLoop loop, SockJSSocket opened) {
        Optional<User> user = userOf(opened.routingContext());
        owners.opened(opened);
        SockJsSocket socket = new SockJsSocket(opened);
        FeedSession session = begin(loop, socket, user);
        socket.carry(loop, session, () -> {
            open.remove(session);
            owners.closed(opened);
        });
        closeIfDraining(session);
    }

    private FeedSession begin(FeedLoop loop, FeedSocket socket, Optional<User> user) {
        FeedSession session = new FeedSession(loop, socket, towns, user);
        if (!open.add(session, limits.get().feedSocketsPerUser())) {
            meters.refused();
            session.close(TOO_MANY, "too many connections");
        }
        return session;
    }

    private void closeIfDraining(FeedSession session) {
        if (draining) {
            session.close(DRAINING, "draining");
        }
    }

    private static Optional<User> userOf(RoutingContext routing) {
        return Optional.ofNullable(routing.get(USER));
    }
}
