package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.TicketRefusedException;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import dev.gastown.terminal.town.Town;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything between a request for a terminal or a wall and the running relay, in the order of contract section 11: 426, foreign
 * page 403, draining 503, ticket 401, ownership 403; and only then the WebSocket. Nothing is opened in the sandbox before.
 *
 * <p>Confined to the event loop of its verticle instance.
 */
final class TerminalUpgrade {
    private static final Logger LOG = LoggerFactory.getLogger(TerminalUpgrade.class);
    private static final String WEBSOCKET = "websocket";
    private static final String WEBSOCKET_VERSION = "13";

    private final RelayServices services;
    private final Context context;
    private final RelayMetrics metrics;
    private final UpstreamConnector upstream;
    private final LoopTicks ticks;
    private final Set<TerminalRelay> running = new HashSet<>();

    /** To be made on the verticle instance's event loop. */
    TerminalUpgrade(Vertx vertx, RelayServices services) {
        this.services = services;
        this.context = vertx.getOrCreateContext();
        this.metrics = new RelayMetrics(services.meters());
        this.upstream = new UpstreamConnector(vertx, services.limits().get(), metrics);
        this.ticks = new LoopTicks(vertx, metrics);
    }

    private record Admitted(Viewer viewer, Town town) {}

    /** Serves a request for a terminal: only a stream ticket opens it. */
    void terminal(RoutingContext routing) {
        handle(routing.request(), ticket -> services.tickets().redeem(ticket).map(Viewer::of));
    }

    /** Serves a request for a wall: only a wall ticket opens it. */
    void wall(RoutingContext routing) {
        handle(
                routing.request(),
                ticket -> services.tickets().redeemWall(ticket).map(Viewer::of));
    }

    private void handle(HttpServerRequest request, Function<String, Future<Viewer>> redemption) {
        if (!asksForWebSocket(request)) {
            answerUpgradeRequired(request.response());
            return;
        }
        if (!services.origins().get().allows(request)) {
            refuse(request, new UpgradeRefusedException(403, "This page may not connect", null));
            return;
        }
        if (services.sockets().isDraining()) {
            refuse(request, new UpgradeRefusedException(503, "Going away: try again", null));
            return;
        }
        request.pause();
        long changesSeen = services.sockets().changesSeen();
        redemption
                .apply(ticketOf(request))
                .compose(this::admit)
                // A ticket desk or a directory may answer on any thread.
                .onComplete(
                        admitted -> context.runOnContext(turn -> upgrade(request, admitted, changesSeen)),
                        failure -> context.runOnContext(turn -> refuse(request, refusalFor(failure))));
    }

    /** Closes this instance's sockets with 1001; completes when their browsers are gone. */
    Future<Void> stop() {
        ticks.stop();
        List<Future<Void>> leaving = running.stream().map(TerminalRelay::gone).toList();
        Set.copyOf(running).forEach(relay -> relay.close(Close.DRAINING));
        return Future.join(leaving).mapEmpty();
    }

    /**
     * RFC 6455 section 4.2.1. All of it is checked here: a ticket is not used up for a handshake that can't succeed.
     */
    private static boolean asksForWebSocket(HttpServerRequest request) {
        return request.method() == HttpMethod.GET
                && request.version() == HttpVersion.HTTP_1_1
                && hasToken(request, HttpHeaders.UPGRADE, WEBSOCKET)
                && hasToken(request, HttpHeaders.CONNECTION, "upgrade")
                && WEBSOCKET_VERSION.equals(request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && request.getHeader(HttpHeaderNames.SEC_WEBSOCKET_KEY) != null;
    }

    private static boolean hasToken(HttpServerRequest request, CharSequence header, String token) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(value -> value.strip().equalsIgnoreCase(token));
    }

    /** The ticket, or null unless there is exactly one. */
    private static String ticketOf(HttpServerRequest request) {
        List<String> tickets;
        try {
            tickets = request.params().getAll("ticket");
        } catch (IllegalArgumentException malformedQuery) {
            return null;
        }
        return tickets.size() == 1 ? tickets.get(0) : null;
    }

    private Future<Admitted> admit(Viewer viewer) {
        return services.towns()
                .find(viewer.townId())
                .recover(down -> Future.failedFuture(new UpgradeRefusedException(503, "Try again in a moment", viewer)))
                .compose(town -> town.filter(viewer::mayOpen)
                        .map(known -> Future.succeededFuture(new Admitted(viewer, known)))
                        // The same words for a town that is gone and for another's: neither is told from the other.
                        .orElseGet(() -> Future.failedFuture(
                                new UpgradeRefusedException(403, "This town is not open to you", viewer))));
    }

    private void upgrade(HttpServerRequest request, Admitted admitted, long changesSeen) {
        TraceContext trace = TraceContext.of(request);
        request.toWebSocket()
                .onComplete(
                        socket -> open(
                                Handover.of((ConnectionBase) request.connection(), socket),
                                socket.subProtocol(),
                                admitted,
                                trace,
                                changesSeen),
                        gone -> LOG.debug("A browser left during the handshake"));
    }

    private void open(Channel connection, String subprotocol, Admitted admitted, TraceContext trace, long changesSeen) {
        LimitSettings limits = services.limits().get();
        RelayAudit audit = new RelayAudit(services.audit(), trace.traceId());
        TerminalRelay relay =
                new TerminalRelay(connection, admitted.viewer(), services.mode(), limits, metrics, audit, ticks);
        running.add(relay);
        relay.gone().onComplete(gone -> running.remove(relay));
        Watched watched = admitted.viewer().watched();
        if (!watched.speaks(subprotocol)) {
            relay.refuse(Close.SUBPROTOCOL_MISSING);
            return;
        }
        services.sockets()
                .enter(relay, limits, changesSeen)
                .ifPresentOrElse(
                        leave -> {
                            relay.gone().onComplete(gone -> leave.run());
                            relay.start(listener -> sandbox(relay, admitted, trace, subprotocol, limits, listener));
                        },
                        () -> relay.refuse(Close.TOO_MANY));
    }

    private Future<SandboxSide> sandbox(
            TerminalRelay relay,
            Admitted admitted,
            TraceContext trace,
            String subprotocol,
            LimitSettings limits,
            LegListener listener) {
        Watched watched = admitted.viewer().watched();
        Supplier<Future<Channel>> connect =
                () -> upstream.connect(admitted.town(), watched, trace, subprotocol, limits);
        Supplier<Future<SandboxSide>> own = () -> connect.get().map(connection -> relay.own(connection, listener));
        boolean shared = services.mode() == RelayMode.FAST
                && admitted.viewer().access() == Access.READ
                && SandboxApi.TERMINAL_V2.equals(subprotocol);
        if (shared && watched instanceof Watched.Session session) {
            return services.shared()
                    .join(admitted.town(), session.name(), connect, relay.browser(), listener, limits, metrics)
                    .recover(failure -> failure instanceof NotSharedException && !relay.isOver()
                            ? own.get()
                            : Future.failedFuture(failure));
        }
        return own.get();
    }

    private static UpgradeRefusedException refusalFor(Throwable failure) {
        if (failure instanceof UpgradeRefusedException refused) {
            return refused;
        }
        if (failure instanceof TicketRefusedException refused) {
            return refused.reason() == Reason.UNAVAILABLE
                    ? new UpgradeRefusedException(503, "Try again in a moment", null)
                    : new UpgradeRefusedException(401, refused.getMessage(), null);
        }
        LOG.warn("A ticket could not be checked: {}", failure.getClass().getName());
        return new UpgradeRefusedException(503, "Try again in a moment", null);
    }

    private void refuse(HttpServerRequest request, UpgradeRefusedException refusal) {
        audit(request).refused(refusal.viewer(), refusal.status());
        request.resume();
        answer(request.response(), refusal.status(), refusal.getMessage());
    }

    private RelayAudit audit(HttpServerRequest request) {
        return new RelayAudit(services.audit(), TraceContext.of(request).traceId());
    }

    private static void answerUpgradeRequired(HttpServerResponse response) {
        response.putHeader(HttpHeaders.UPGRADE, WEBSOCKET)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WEBSOCKET_VERSION);
        answer(response, 426, "This address speaks WebSocket only");
    }

    private static void answer(HttpServerResponse response, int status, String message) {
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(new JsonObject().put("error", message).toBuffer());
        }
    }
}
