package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Cluster;
import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.LogSettings;
import dev.gastown.terminal.config.PollerSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.ops.AccessLog;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.AuditFile;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.ops.ManagementVerticle;
import dev.gastown.terminal.ops.Readiness;
import dev.gastown.terminal.relay.OpenSockets;
import dev.gastown.terminal.relay.RelayServices;
import dev.gastown.terminal.relay.SharedSessions;
import dev.gastown.terminal.relay.TerminalProxyVerticle;
import dev.gastown.terminal.session.SandboxRoundTrips;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.session.SessionPollerVerticle;
import dev.gastown.terminal.ticket.EventBusTicketDesk;
import dev.gastown.terminal.ticket.TicketDesk;
import dev.gastown.terminal.ticket.TicketRateLimit;
import dev.gastown.terminal.ticket.TicketVerticle;
import dev.gastown.terminal.town.PostgresTownDirectory;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.web.GatewayRoutes;
import dev.gastown.terminal.web.ShownPaths;
import dev.gastown.terminal.web.api.GastownProcedures;
import dev.gastown.terminal.web.feed.SessionFeed;
import dev.gastown.terminal.web.page.HostPolicy;
import dev.gastown.terminal.web.trpc.Procedure;
import dev.gastown.terminal.web.trpc.TrpcHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node of the gateway: its parts, made and joined. */
final class GatewayNode {
    /** What a request for a list may take beyond the poll of another node, which may be gone, and then of this one. */
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(GatewayNode.class);

    private final Vertx vertx;
    private final Cluster cluster;
    private final Settings settings;
    private final PrometheusMeterRegistry meters;
    private final Optional<PostgresTownDirectory> database;
    private final TownDirectory towns;
    private final Readiness readiness;
    private final LiveSettings live;
    private final Clock clock = Clock.systemUTC();
    private final Logins logins;
    private final OpenSockets sockets;
    private final SessionLists lists;
    private final SessionFeed feed;
    private final Audit audit;

    /**
     * @param cluster what the node is part of
     * @param live those of the settings that may change
     * @param auditFile where the audit is written as well
     * @throws dev.gastown.terminal.config.ConfigurationException when a setting is missing or not allowed
     */
    GatewayNode(
            Cluster cluster,
            Settings settings,
            LiveSettings live,
            PrometheusMeterRegistry meters,
            Optional<AuditFile> auditFile) {
        this.vertx = cluster.vertx();
        this.cluster = cluster;
        Members members = cluster.members();
        this.database = settings.database().map(found -> new PostgresTownDirectory(found, meters));
        this.towns = database.<TownDirectory>map(found -> found).orElseGet(live::towns);
        this.readiness = new Readiness(() -> members.isJoined()
                && database.map(PostgresTownDirectory::wasRead).orElse(true));
        this.settings = settings;
        this.meters = meters;
        this.live = live;
        this.audit = new Audit(vertx.eventBus(), auditFile);
        this.logins = new Logins(cluster.marks(Logins.LOGGED_OUT), clock);
        this.sockets = new OpenSockets(vertx, towns, logins, meters);
        PollerSettings poller = settings.poller();
        this.lists = new SessionLists(
                vertx.eventBus(), poller.timeout().multipliedBy(2).plus(ANSWER_MARGIN));
        this.feed = new SessionFeed(vertx, towns, logins, live::limits, lists, poller.interval(), meters);
        Gauge.builder(
                        "gastown.cluster.members",
                        members,
                        present -> present.present().size())
                .description("Nodes of the cluster as this one sees it")
                .register(meters);
    }

    /**
     * Starts everything and watches the configuration from then on.
     *
     * @param login the demo's one-time login, where there is one
     * @return the port browsers use
     */
    Future<Integer> start(Configuration configuration, Optional<OneTimeLogin> login) {
        Clock steady = new SteadyClock(clock);
        HttpSettings http = settings.http();
        PollerSettings poller = settings.poller();
        TicketDesk tickets = new EventBusTicketDesk(vertx.eventBus());
        LoginParts parts = LoginParts.make(vertx, settings, logins, live::origins, audit, clock, steady, login);
        RequestIdentity identity = parts.identity();
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx);
        TicketRateLimit rate = new TicketRateLimit(steady, () -> live.limits().ticketsPerUserPerMinute(), meters);
        LimitMeter limitsReached = new LimitMeter(meters);
        Map<String, Procedure> procedures =
                GastownProcedures.all(towns, lists, roundTrips, tickets, rate, audit, clock, poller.interval());
        GatewayRoutes routes = new GatewayRoutes(
                new HostPolicy(http),
                live::origins,
                identity,
                live::limits,
                limitsReached,
                new TrpcHandler(procedures, identity, live::origins, live::limits, limitsReached),
                feed,
                parts.routes());
        RelayServices relay = new RelayServices(
                tickets,
                towns,
                live::origins,
                audit,
                meters,
                settings.relayMode(),
                live::limits,
                sockets,
                new SharedSessions());
        Counter reloads = Counter.builder("gastown.config.reloads")
                .description("Changes of the configuration that were taken")
                .register(meters);
        Counter reloadFailures = Counter.builder("gastown.config.reload.failures")
                .description("Changes of the configuration that were not taken")
                .register(meters);
        Once usedNonces = cluster.once(TicketVerticle.USED_NONCES, TicketVerticle.NONCE_MEMORY);
        Future<?> management = deployManagement();
        Future<?> ticketsAndLists = Future.all(
                deployDatabase(),
                vertx.deployVerticle(new TicketVerticle(settings.tickets(), usedNonces, logins, clock, meters)),
                vertx.deployVerticle(new SessionPollerVerticle(
                        poller, cluster.members(), towns, live::limits, clock, steady, meters)));
        // Whoever is let in finds somebody who answers: the browsers' port is the last to open.
        Future<Integer> servers = ticketsAndLists.compose(
                answering -> deployServers(http, routes, relay, accessLog(procedures.keySet())));
        Future<?> warm =
                servers.compose(port -> WarmUp.run(vertx, settings.relayMode(), live.limits(), WarmUp.MOST_TIME));
        return Future.all(management, warm).compose(all -> servers).compose(port -> {
            if (!readiness.becomeReady()) {
                // Told to stop while it started: it never says that it is ready.
                return Promise.<Integer>promise().future();
            }
            configuration.onChange(
                    changed -> {
                        live.apply(changed);
                        reloads.increment();
                    },
                    reloadFailures::increment);
            return Future.succeededFuture(port);
        });
    }

    /** Gives the polls away, then sends the browsers away over the configured time. */
    Future<Void> drain() {
        Duration over = live.limits().drain();
        readiness.drain();
        lists.leave();
        return Future.join(sockets.drain(over), feed.drain(over)).mapEmpty();
    }

    private Future<?> deployDatabase() {
        if (database.isPresent() && !settings.towns().isEmpty()) {
            LOG.warn("The towns of the configuration are not used: database.url is set, and they come from there");
        }
        return database.<Future<?>>map(vertx::deployVerticle).orElseGet(Future::succeededFuture);
    }

    private Future<Void> deployManagement() {
        ManagementVerticle management = new ManagementVerticle(settings.management(), meters, readiness);
        return PortInUse.named(
                        vertx.deployVerticle(management), settings.management().port(), "GASTOWN_MANAGEMENT_PORT")
                .onSuccess(id -> LOG.info(
                        "Health and metrics: {}",
                        DashboardLine.url(settings.management().host(), management.actualPort())))
                .mapEmpty();
    }

    /** How long the browsers' leaving is spread over, by the limits in force now. */
    Duration drainTime() {
        return live.limits().drain();
    }

    private Optional<AccessLog> accessLog(Set<String> procedures) {
        LogSettings log = settings.log();
        return log.access()
                ? Optional.of(new AccessLog(
                        log.format(),
                        new ShownPaths(procedures),
                        (peer, forwardedFor) -> live.origins().clientOf(peer, forwardedFor)))
                : Optional.empty();
    }

    private Future<Integer> deployServers(
            HttpSettings http, GatewayRoutes routes, RelayServices relay, Optional<AccessLog> accessLog) {
        int instances = Runtime.getRuntime().availableProcessors();
        List<TerminalProxyVerticle> servers = IntStream.range(0, instances)
                .mapToObj(i -> new TerminalProxyVerticle(http, routes, relay, accessLog))
                .toList();
        Future<?> deployed = Future.all(
                servers.stream().map(server -> vertx.deployVerticle(server)).toList());
        return PortInUse.named(deployed, http.port(), "GASTOWN_HTTP_PORT")
                .map(listening -> servers.get(0).actualPort());
    }
}
