package dev.gastown.terminal.command;

import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.LogSettings;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.ops.AccessLog;
import dev.gastown.terminal.sandbox.SandboxVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandbox}: the sandbox agent alone. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs the sandbox agent: serves the tmux sessions of this machine to a gateway."
                + " GASTOWN_SANDBOX_KEY is required.")
final class SandboxCommand implements Runnable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    @Option(
            names = "--tmux-socket",
            paramLabel = "NAME",
            description = "The town's tmux socket, as in tmux -L NAME; default: tmux's own default socket.")
    private String tmuxSocket = "";

    @Option(
            names = "--town-root",
            paramLabel = "DIR",
            description = "The Gas Town directory; its mayor/rigs.json tells which prefix belongs to which rig.")
    private String townRoot = "";

    /** The agent's log of requests, where it is wanted. Its clients are gateways, with nothing before it. */
    static Optional<AccessLog> accessLog(Settings settings) {
        LogSettings log = settings.log();
        return log.access()
                ? Optional.of(new AccessLog(
                        log.format(),
                        SandboxVerticle::shownPath,
                        (peer, forwarded) -> peer.getAddress().getHostAddress()))
                : Optional.empty();
    }

    @Override
    public void run() {
        Vertx vertx = Vertx.vertx();
        try {
            Configuration configuration = new Configuration(vertx, new JsonObject(), System.getenv());
            configuration
                    .load()
                    .compose(settings -> {
                        CommandProcess.log(settings, configuration);
                        SandboxSettings sandbox = settings.sandbox(tmuxSocket, townRoot);
                        SandboxVerticle agent = new SandboxVerticle(sandbox, accessLog(settings));
                        CommandProcess.onStopSignal(() -> STOP_PATIENCE, List.of(vertx::close));
                        return PortInUse.named(vertx.deployVerticle(agent), sandbox.port(), "GASTOWN_SANDBOX_PORT")
                                .map(id -> DashboardLine.url(sandbox.host(), agent.actualPort()));
                    })
                    .onSuccess(url -> System.out.println("Sandbox agent: " + url + "sessions"))
                    .onFailure(CommandProcess::exit);
        } catch (RuntimeException notStarted) {
            CommandProcess.exit(notStarted);
        }
    }
}
