package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Cluster;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.ops.AuditFile;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
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

    /** Waits on the process's main thread: whether the gateway's Vert.x is clustered is known when all is read. */
    @Override
    public void run() {
        Cluster.keepNamesFresh();
        try {
            Configuration configuration = Configuration.withReaderOfItsOwn(System.getenv());
            Future<Settings> reading = configuration.load();
            ServerMeters meters = new ServerMeters();
            Settings settings = reading.await();
            CommandProcess.log(settings, configuration);
            settings.checkGateway();
            LiveSettings live = new LiveSettings(settings, Map.of());
            Optional<AuditFile> auditFile = CommandProcess.auditFile(settings, meters.registry());
            joined(settings, meters)
                    .compose(cluster -> start(cluster, settings, live, configuration, meters, auditFile))
                    .onSuccess(DashboardLine::print)
                    .onFailure(CommandProcess::exit);
        } catch (RuntimeException notStarted) {
            CommandProcess.exit(notStarted);
        }
    }

    private static Future<Cluster> joined(Settings settings, ServerMeters meters) {
        return settings.cluster()
                .map(cluster -> Cluster.join(
                        cluster,
                        meters.options(),
                        meters::builder,
                        () -> CommandProcess.exit("this node fell out of its cluster: start it again")))
                .orElseGet(() -> Future.succeededFuture(
                        Cluster.alone(meters.builder(meters.options()).build())));
    }

    /** @return the line's URL, once browsers may come */
    private static Future<String> start(
            Cluster cluster,
            Settings settings,
            LiveSettings live,
            Configuration configuration,
            ServerMeters meters,
            Optional<AuditFile> auditFile) {
        GatewayNode node = new GatewayNode(cluster, settings, live, meters.registry(), auditFile);
        CommandProcess.onStopSignal(
                () -> node.drainTime().plus(STOP_MARGIN),
                List.of(configuration::close, node::drain, cluster::leave, () -> CommandProcess.close(auditFile)));
        return node.start(configuration, Optional.empty())
                .map(port -> settings.http().publicUrl().orElse(DashboardLine.url(settings.http(), port)));
    }
}
