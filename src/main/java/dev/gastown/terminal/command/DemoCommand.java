package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Cluster;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.demo.DemoTown;
import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.ops.AuditFile;
import dev.gastown.terminal.sandbox.SandboxVerticle;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import dev.gastown.terminal.web.login.LoginRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: gateway, sandbox agent and a town in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs everything on this machine, with a demo town of real tmux sessions, and prints the link"
                + " to open. Ctrl-C ends it all.")
final class DemoCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final String USER = "demo";
    private static final UUID TOWN = UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(8);

    @Option(
            names = "--tmux-socket",
            paramLabel = "NAME",
            description = "Show the real Gas Town on this tmux socket (as in tmux -L NAME) instead of the demo town.")
    private String tmuxSocket = "";

    @Option(
            names = "--town-root",
            paramLabel = "DIR",
            description = "The real Gas Town's directory; its mayor/rigs.json tells which prefix belongs to which rig.")
    private String townRoot = "";

    private Optional<DemoTown> demoTown = Optional.empty();
    private volatile Optional<AuditFile> auditFile = Optional.empty();

    @Override
    public void run() {
        ServerMeters meters = new ServerMeters();
        Vertx vertx = meters.builder(meters.options()).build();
        Configuration configuration = new Configuration(vertx, defaults(), System.getenv());
        CommandProcess.onStopSignal(
                () -> STOP_PATIENCE,
                List.of(() -> stop(configuration), vertx::close, () -> CommandProcess.close(auditFile)));
        try {
            configuration
                    .load()
                    .compose(settings -> start(vertx, settings, configuration, meters))
                    .onSuccess(DashboardLine::print)
                    .onFailure(failure -> stop(configuration).onComplete(stopped -> CommandProcess.exit(failure)));
        } catch (RuntimeException notStarted) {
            CommandProcess.exit(notStarted);
        }
    }

    private Future<String> start(Vertx vertx, Settings settings, Configuration configuration, ServerMeters meters) {
        CommandProcess.log(settings, configuration);
        if (settings.cluster().isPresent()) {
            throw new ConfigurationException(
                    "cluster.enabled: demo runs alone: leave GASTOWN_CLUSTERED out, or start gateway instead");
        }
        if (settings.identity().oidc().isPresent()) {
            throw new ConfigurationException(
                    "auth.oidc: demo has a login of its own: leave it out, or start gateway instead");
        }
        if (settings.database().isPresent()) {
            throw new ConfigurationException("database.url: demo shows the one town of this machine: leave"
                    + " GASTOWN_DATABASE_URL out, or start gateway instead");
        }
        OneTimeLogin login = new OneTimeLogin(USER);
        return vertx.executeBlocking(() -> CommandProcess.auditFile(settings, meters.registry()))
                .onSuccess(opened -> auditFile = opened)
                .compose(opened -> town(vertx, settings))
                .compose(sandbox -> {
                    SandboxVerticle agent = new SandboxVerticle(sandbox, SandboxCommand.accessLog(settings));
                    return PortInUse.named(vertx.deployVerticle(agent), sandbox.port(), "GASTOWN_SANDBOX_PORT")
                            .onSuccess(id -> LOG.info(
                                    "Sandbox agent: {}sessions", DashboardLine.url(sandbox.host(), agent.actualPort())))
                            .map(id -> shown(sandbox, agent.actualPort()));
                })
                .compose(town -> new GatewayNode(
                                Cluster.alone(vertx),
                                settings,
                                new LiveSettings(settings, Map.of(town.id(), town)),
                                meters.registry(),
                                auditFile)
                        .start(configuration, Optional.of(login)))
                .map(port -> DashboardLine.url(settings.http(), port)
                        + LoginRoutes.LOGIN.substring(1)
                        + "?token="
                        + login.token());
    }

    /** Which tmux sessions the agent shows: those of the socket named, or those of a demo town made now. */
    private Future<SandboxSettings> town(Vertx vertx, Settings settings) {
        if (!tmuxSocket.isEmpty()) {
            return Future.succeededFuture(settings.sandbox(tmuxSocket, townRoot));
        }
        return DemoTown.start(vertx).map(town -> {
            demoTown = Optional.of(town);
            return settings.sandbox(town.tmuxSocket(), town.townRoot().toString());
        });
    }

    private Town shown(SandboxSettings sandbox, int port) {
        return new Town(
                TOWN,
                tmuxSocket.isEmpty() ? "Demo town" : "Gas Town",
                Owners.users(USER),
                URI.create("http://" + sandbox.host() + ":" + port),
                Optional.of(sandbox.key()),
                TownStatus.RUNNING);
    }

    private Future<?> stop(Configuration configuration) {
        return configuration
                .close()
                .eventually(() -> demoTown.map(DemoTown::stop).orElse(Future.succeededFuture()));
    }

    /** On this machine only, with secrets that end with the process, and no drain: nobody else is there to go on. */
    private static JsonObject defaults() {
        return new JsonObject()
                .put("http", new JsonObject().put("host", "127.0.0.1").put("loopbackOnly", true))
                .put("management", new JsonObject().put("host", "127.0.0.1"))
                .put("sandbox", new JsonObject().put("key", ThrowAwaySecret.next()))
                .put("tickets", new JsonObject().put("secret", ThrowAwaySecret.next()))
                .put("auth", new JsonObject().put("sessionSecret", ThrowAwaySecret.next()))
                .put("limits", new JsonObject().put("drainSeconds", 0));
    }
}
