package dev.gastown.terminal.relay;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.cluster.Marks;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.ticket.SignedTicket;
import dev.gastown.terminal.ticket.StreamTicket;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.ticket.TicketRefusedException;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import dev.gastown.terminal.ticket.WallTicket;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A gateway's relay on a free port, with tickets and towns a test can change. */
final class RelayFixture implements AutoCloseable {
    static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");
    static final String KEY = "key-of-the-sandbox";
    static final LimitSettings LIMITS = new LimitSettings(
            1 << 20,
            0,
            60,
            20,
            200,
            20_000,
            100,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            1 << 18,
            1 << 16,
            1 << 14,
            Duration.ofSeconds(10),
            10,
            1 << 14,
            Duration.ofSeconds(25),
            1 << 22,
            1000);

    final Vertx vertx;
    final Towns towns = new Towns();
    final Tickets tickets = new Tickets();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final List<JsonObject> audit = new CopyOnWriteArrayList<>();
    final TestClock clock = new TestClock();
    final Logins logins;
    final OpenSockets sockets;
    volatile LimitSettings limits;
    private final List<TerminalProxyVerticle> instances;
    private final Optional<Https> https;

    /**
     * How browsers come.
     *
     * @param files what the gateway shows
     * @param browsers what they believe
     */
    record Https(HttpSettings.Tls files, SSLContext browsers) {}

    RelayFixture(WireSandbox sandbox, RelayMode mode) {
        this(sandbox, mode, LIMITS);
    }

    RelayFixture(WireSandbox sandbox, RelayMode mode, LimitSettings limits) {
        this(sandbox, mode, limits, 1);
    }

    RelayFixture(WireSandbox sandbox, RelayMode mode, LimitSettings limits, int instanceCount) {
        this(sandbox, mode, limits, instanceCount, Optional.empty());
    }

    /** One that browsers come to by https, where there is any. */
    RelayFixture(WireSandbox sandbox, RelayMode mode, Optional<Https> https) {
        this(sandbox, mode, LIMITS, 1, https);
    }

    private RelayFixture(
            WireSandbox sandbox, RelayMode mode, LimitSettings limits, int instanceCount, Optional<Https> https) {
        this.https = https;
        this.limits = limits;
        vertx = Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
                .withMetrics(new MicrometerMetricsFactory(meters))
                .build();
        logins = new Logins(Marks.alone(vertx), clock);
        sockets = new OpenSockets(vertx, towns, logins, meters);
        towns.put(town("alice", TownStatus.RUNNING, sandbox));
        vertx.eventBus().<JsonObject>consumer(Audit.ADDRESS, event -> audit.add(event.body()));
        HttpSettings http = new HttpSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                List.of("https://friend.example"),
                List.of(),
                false,
                https.map(Https::files));
        OriginPolicy origins = new OriginPolicy(http);
        RelayServices services = new RelayServices(
                tickets,
                towns,
                () -> origins,
                new Audit(vertx.eventBus()),
                meters,
                mode,
                () -> this.limits,
                sockets,
                new SharedSessions());
        EdgeRoutes edge = (vertx, terminal, wall) -> {
            Router router = Router.router(vertx);
            router.route("/api/gastown/terminal").handler(terminal);
            router.route("/api/gastown/wall").handler(wall);
            return router;
        };
        instances = Stream.generate(() -> new TerminalProxyVerticle(http, edge, services))
                .limit(instanceCount)
                .toList();
        instances.forEach(instance -> await(vertx.deployVerticle(instance)));
    }

    static Town town(String owner, TownStatus status, WireSandbox sandbox) {
        return new Town(TOWN, "Springfield", Owners.users(owner), sandbox.url(), Optional.of(KEY), status);
    }

    static LimitSettings limits(UnaryOperator<JsonObject> change) {
        JsonObject numbers = change.apply(new JsonObject()
                .put("messageBytes", LIMITS.messageBytes())
                .put("writerBytesPerSecond", LIMITS.writerBytesPerSecond())
                .put("socketsPerUser", LIMITS.socketsPerUser())
                .put("socketsPerTown", LIMITS.socketsPerTown())
                .put("socketsPerNode", LIMITS.socketsPerNode())
                .put("upstreamConnectMillis", LIMITS.upstreamConnect().toMillis())
                .put("pingMillis", LIMITS.ping().toMillis())
                .put("requestMillis", LIMITS.request().toMillis()));
        return new LimitSettings(
                numbers.getInteger("messageBytes"),
                numbers.getInteger("writerBytesPerSecond"),
                60,
                numbers.getInteger("socketsPerUser"),
                numbers.getInteger("socketsPerTown"),
                numbers.getInteger("socketsPerNode"),
                LIMITS.feedSocketsPerUser(),
                Duration.ofMillis(numbers.getLong("upstreamConnectMillis")),
                Duration.ofMillis(numbers.getLong("pingMillis")),
                LIMITS.writeQueueBytes(),
                1 << 16,
                LIMITS.headerBytes(),
                Duration.ofMillis(numbers.getLong("requestMillis")),
                10,
                1 << 14,
                Duration.ofSeconds(25),
                1 << 22,
                1000);
    }

    int port() {
        return instances.get(0).actualPort();
    }

    /** A browser with an open terminal in the plain form; the sandbox has yet to accept. */
    WireBrowser browser(Access access, String... headers) {
        return connect(1 << 18).upgrade("?ticket=" + tickets.add(access), headers);
    }

    /** A browser with such a receive window, bytes; not upgraded yet. */
    WireBrowser connect(int receiveBufferBytes) {
        return https.map(tls -> WireBrowser.connect(port(), receiveBufferBytes, tls.browsers()))
                .orElseGet(() -> WireBrowser.connect(port(), receiveBufferBytes));
    }

    /** The same, of a user. */
    WireBrowser browser(User user, Access access) {
        return WireBrowser.connect(port()).upgrade("?ticket=" + tickets.add(user, "hq-mayor", access));
    }

    /** A browser with an open wall of these sessions; the sandbox has yet to accept. */
    WireBrowser wall(String... sessions) {
        return wall(new User("alice", Optional.empty()), sessions);
    }

    /** The same, of a user. */
    WireBrowser wall(User user, String... sessions) {
        return WireBrowser.connect(port())
                .upgradeAt(
                        "/api/gastown/wall?ticket=" + tickets.addWall(user, sessions),
                        "Sec-WebSocket-Protocol: " + SandboxApi.WALL_V1);
    }

    /** Takes the gateway down, as at the end of the process. */
    Future<Void> undeploy() {
        return Future.all(vertx.deploymentIDs().stream().map(vertx::undeploy).toList())
                .mapEmpty();
    }

    double metric(String name, String... tags) {
        return meters.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    /** How often a limit was reached. */
    double reached(Limit limit) {
        return metric("gastown.limits.reached", "limit", limit.key());
    }

    /** Sockets counted as open, of both kinds. */
    double open() {
        return metric("gastown.relay.connections", "access", "read")
                + metric("gastown.relay.connections", "access", "write");
    }

    List<JsonObject> audited(String type) {
        return audit.stream()
                .filter(event -> type.equals(event.getString("type")))
                .toList();
    }

    /** Waits for something that must become true. */
    static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WirePeer.DEADLINE_MILLIS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not become true in time");
            }
            Thread.onSpinWait();
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(WirePeer.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    /** Tickets are words; each opens once. */
    static final class Tickets implements TicketDesk {
        private final Map<String, StreamTicket> valid = new ConcurrentHashMap<>();
        private final Map<String, WallTicket> walls = new ConcurrentHashMap<>();

        String add(Access access) {
            return add("alice", "hq-mayor", access);
        }

        String add(String user, String session, Access access) {
            return add(new User(user, Optional.empty()), session, access);
        }

        String add(User user, String session, Access access) {
            return add(user, TOWN, session, access);
        }

        String add(User user, UUID town, String session, Access access) {
            String word = UUID.randomUUID().toString();
            Instant now = Instant.now();
            valid.put(word, new StreamTicket(user, town, session, access, UUID.randomUUID(), now, now.plusSeconds(60)));
            return word;
        }

        String addWall(String user, String... sessions) {
            return addWall(new User(user, Optional.empty()), sessions);
        }

        String addWall(User user, String... sessions) {
            String word = UUID.randomUUID().toString();
            Instant now = Instant.now();
            walls.put(word, new WallTicket(user, TOWN, List.of(sessions), UUID.randomUUID(), now, now.plusSeconds(60)));
            return word;
        }

        int unused() {
            return valid.size() + walls.size();
        }

        @Override
        public Future<SignedTicket> issue(User user, UUID townId, String sessionName, Access access) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<SignedTicket> issueWall(User user, UUID townId, List<String> sessionNames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<StreamTicket> redeem(String ticket) {
            return redeem(valid, ticket);
        }

        @Override
        public Future<WallTicket> redeemWall(String ticket) {
            return redeem(walls, ticket);
        }

        private static <T> Future<T> redeem(Map<String, T> tickets, String ticket) {
            if (ticket == null) {
                return Future.failedFuture(new TicketRefusedException(Reason.MISSING));
            }
            T found = tickets.remove(ticket);
            return found == null
                    ? Future.failedFuture(new TicketRefusedException(Reason.INVALID))
                    : Future.succeededFuture(found);
        }
    }

    /** Towns in memory. */
    static final class Towns implements TownDirectory {
        private final Map<UUID, Town> known = new ConcurrentHashMap<>();
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        volatile boolean down;

        void put(Town town) {
            known.put(town.id(), town);
            changed();
        }

        void remove(UUID townId) {
            known.remove(townId);
            changed();
        }

        void changed() {
            listeners.forEach(Runnable::run);
        }

        @Override
        public Future<Optional<Town>> find(UUID townId) {
            return down
                    ? Future.failedFuture("the database is down")
                    : Future.succeededFuture(Optional.ofNullable(known.get(townId)));
        }

        @Override
        public Future<List<Town>> visibleTo(User user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Runnable onChange(Runnable listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }
    }
}
