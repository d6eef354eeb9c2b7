package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Marks;
import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.config.TicketSettings;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.relay.EdgeRoutes;
import dev.gastown.terminal.relay.OpenSockets;
import dev.gastown.terminal.relay.RelayServices;
import dev.gastown.terminal.relay.SharedSessions;
import dev.gastown.terminal.relay.TerminalProxyVerticle;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.EventBusTicketDesk;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.ticket.TicketVerticle;
import dev.gastown.terminal.town.ConfiguredTownDirectory;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens terminals before anybody else does, so that the first browsers of a fresh node find its classes loaded and its code
 * compiled. They are those of a gateway of its own, on loopback, with a Vert.x, a sandbox, a town and secrets that nobody
 * else knows: nothing of it shows in the node's metrics, audit or cluster.
 */
final class WarmUp {
    /** Longest time the node waits for it. */
    static final Duration MOST_TIME = Duration.ofMillis(500);

    static final int TERMINALS = 50;

    private static final int KEYSTROKES = 20;
    private static final String HOST = "127.0.0.1";
    private static final String NOBODY = "nobody";
    private static final User USER = new User(NOBODY, Optional.empty());
    private static final String SESSION = "hq-mayor";
    private static final Buffer KEYSTROKE = Buffer.buffer("k");
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private final UUID town = UUID.randomUUID();
    private final Vertx vertx;
    private final TicketDesk tickets;
    private final WebSocketClient browser;
    private final long endNanos;
    private int port;
    private volatile int closed;

    private WarmUp(Vertx vertx, Duration most) {
        this.vertx = vertx;
        this.endNanos = System.nanoTime() + most.toNanos();
        this.tickets = new EventBusTicketDesk(vertx.eventBus());
        this.browser = vertx.createWebSocketClient();
    }

    /**
     * Warms up; never fails.
     *
     * @param node the node's Vert.x
     * @param most the longest it may take, {@link #MOST_TIME} at a start
     * @return how many terminals were opened and used in that time
     */
    static Future<Integer> run(Vertx node, RelayMode mode, LimitSettings limits, Duration most) {
        // On a thread that is no Vert.x's: a Vert.x made on another's is taken for a mistake, and warned of.
        return Future.fromCompletionStage(CompletableFuture.supplyAsync(Vertx::vertx), node.getOrCreateContext())
                .compose(own -> {
                    WarmUp warmUp = new WarmUp(own, most);
                    Future<Void> work = warmUp.start(mode, limits);
                    // Not in the middle of something: what takes longer than the node waits ends by itself.
                    work.onComplete(done -> own.close());
                    return work.timeout(most.toMillis(), TimeUnit.MILLISECONDS)
                            .recover(tooLate -> Future.succeededFuture())
                            .map(done -> warmUp.closed);
                })
                .recover(failure -> {
                    LOG.debug("Not warmed up: {}", failure.getClass().getName());
                    return Future.succeededFuture(0);
                });
    }

    private Future<Void> start(RelayMode mode, LimitSettings limits) {
        MeterRegistry meters = new SimpleMeterRegistry();
        return sandbox()
                .compose(sandbox -> {
                    Town only = new Town(
                            town,
                            "",
                            Owners.users(NOBODY),
                            URI.create("http://" + HOST + ":" + sandbox.actualPort()),
                            Optional.of(ThrowAwaySecret.next()),
                            TownStatus.RUNNING);
                    return gateway(new ConfiguredTownDirectory(Map.of(town, only)), mode, limits, meters);
                })
                .compose(listening -> terminals(TERMINALS));
    }

    /** Sends back what it is sent. */
    private Future<HttpServer> sandbox() {
        return vertx.createHttpServer()
                .webSocketHandler(socket -> socket.binaryMessageHandler(socket::writeBinaryMessage))
                .listen(0, HOST);
    }

    private Future<Void> gateway(TownDirectory towns, RelayMode mode, LimitSettings limits, MeterRegistry meters) {
        byte[] secret = ThrowAwaySecret.next().getBytes(StandardCharsets.UTF_8);
        Clock clock = Clock.systemUTC();
        Logins logins = new Logins(Marks.alone(vertx), clock);
        Once nonces = Once.alone(vertx, TicketVerticle.USED_NONCES, TicketVerticle.NONCE_MEMORY);
        HttpSettings http = new HttpSettings(HOST, 0, Optional.empty(), List.of(), List.of(), true, Optional.empty());
        OriginPolicy origins = new OriginPolicy(http);
        RelayServices relay = new RelayServices(
                tickets,
                towns,
                () -> origins,
                Audit.unheard(vertx.eventBus()),
                meters,
                mode,
                () -> limits,
                new OpenSockets(vertx, towns, logins, meters),
                new SharedSessions());
        EdgeRoutes routes = (own, terminal, wall) -> {
            Router router = Router.router(own);
            router.route().handler(terminal);
            return router;
        };
        TerminalProxyVerticle server = new TerminalProxyVerticle(http, routes, relay);
        return Future.all(
                        vertx.deployVerticle(new TicketVerticle(
                                new TicketSettings(secret, Optional.empty(), NOBODY), nonces, logins, clock, meters)),
                        vertx.deployVerticle(server))
                .onSuccess(deployed -> port = server.actualPort())
                .mapEmpty();
    }

    private Future<Void> terminals(int left) {
        return left == 0 || System.nanoTime() > endNanos
                ? Future.succeededFuture()
                : terminal().compose(gone -> {
                    closed = TERMINALS - left + 1;
                    return terminals(left - 1);
                });
    }

    private Future<Void> terminal() {
        return tickets.issue(USER, town, SESSION, Access.WRITE)
                .compose(ticket -> browser.connect(port, HOST, "/?ticket=" + ticket.jwt()))
                .compose(WarmUp::type);
    }

    /** Types, sees each keystroke come back, and leaves. */
    private static Future<Void> type(WebSocket socket) {
        Promise<Void> done = Promise.promise();
        int[] typed = {0};
        socket.closeHandler(gone -> done.tryComplete());
        socket.binaryMessageHandler(echo -> {
            if (++typed[0] == KEYSTROKES) {
                socket.close();
            } else {
                socket.writeBinaryMessage(KEYSTROKE);
            }
        });
        socket.writeBinaryMessage(KEYSTROKE);
        return done.future();
    }
}
