package dev.gastown.terminal.command;

import dev.gastown.terminal.config.Configuration;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code gateway}: the cloud side alone. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Runs the gateway: what browsers talk to. Configured by GASTOWN_CONFIG and environment variables;"
                + " GASTOWN_TICKET_SECRET and GASTOWN_SESSION_SECRET are required.")
final class GatewayCommand implements Runnable {
    /** What a stop may take beyond the drain: more than a browser has to answer the close frame it gets last. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(8);

    @Override
    public void run() {
        ServerMeters meters = new ServerMeters();
        Vertx vertx = meters.vertx();
        try {
            Configuration configuration = new Configuration(vertx, new JsonObject(), System.getenv());
            configuration
                    .load()
                    .compose(settings -> {
                        GatewayNode node = new GatewayNode(vertx, settings, meters.registry(), Map.of());
                        CommandProcess.onStopSignal(
                                () -> configuration.close().eventually(node::drain),
                                vertx,
                                () -> node.drainTime().plus(STOP_MARGIN));
                        return node.start(configuration, Optional.empty())
                                .map(port -> settings.http()
                                        .publicUrl()
                                        .orElse(DashboardLine.url(
                                                settings.http().host(), port)));
                    })
                    .onSuccess(DashboardLine::print)
                    .onFailure(CommandProcess::exit);
        } catch (RuntimeException notStarted) {
            CommandProcess.exit(notStarted);
        }
    }
}
