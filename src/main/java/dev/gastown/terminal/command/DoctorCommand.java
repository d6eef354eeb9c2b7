package dev.gastown.terminal.command;

import dev.gastown.terminal.command.doctor.CertificateCheck;
import dev.gastown.terminal.command.doctor.Check;
import dev.gastown.terminal.command.doctor.DatabaseCheck;
import dev.gastown.terminal.command.doctor.Finding;
import dev.gastown.terminal.command.doctor.IssuersCheck;
import dev.gastown.terminal.command.doctor.PortsCheck;
import dev.gastown.terminal.command.doctor.SettingsCheck;
import dev.gastown.terminal.command.doctor.TmuxCheck;
import dev.gastown.terminal.command.doctor.TownsCheck;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.DatabaseSettings;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.session.SandboxClient;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownsReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code doctor}: looks at a configuration end to end and prints what to do, one line a finding (contract section 11). Ends
 * with 0 when all is well, 1 when there is something to fix, 2 when the configuration can't be read.
 */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at a configuration end to end, as gateway and sandbox would read it on this machine: secrets,"
                        + " ports, certificates, towns and their sandboxes, issuers of user tokens, tmux. Changes nothing.")
final class DoctorCommand implements Callable<Integer> {
    private static final int ALL_WELL = 0;
    private static final int SOMETHING_TO_FIX = 1;

    /** Which command's configuration is looked at. */
    enum Part {
        gateway,
        sandbox
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "gateway or sandbox; default: gateway, and sandbox where GASTOWN_SANDBOX_KEY is set.")
    private Part part;

    @Option(
            names = "--tmux-socket",
            paramLabel = "NAME",
            description = "The town's tmux socket, as sandbox is started with.")
    private String tmuxSocket = "";

    @Override
    public Integer call() {
        return CommandProcess.run((vertx, settings) -> {
            boolean fix = false;
            for (Check check : checks(vertx, settings)) {
                for (Finding finding : check.run()) {
                    System.out.println(finding);
                    fix |= finding.kind() == Finding.Kind.FIX;
                }
            }
            return fix ? SOMETHING_TO_FIX : ALL_WELL;
        });
    }

    private List<Check> checks(Vertx vertx, Settings settings) {
        List<Check> checks = new ArrayList<>();
        if (part != Part.sandbox) {
            checks.add(new SettingsCheck(settings));
            checks.add(() -> gateway(vertx, settings));
        }
        if (part == Part.sandbox || (part == null && settings.hasSandboxKey())) {
            checks.add(() -> sandbox(settings));
        }
        return checks;
    }

    /** What can't be read has been told already: only what can be is looked at further. */
    private static List<Finding> gateway(Vertx vertx, Settings settings) {
        List<Check> checks = new ArrayList<>();
        readable(settings::http).ifPresent(http -> {
            checks.add(new PortsCheck("http.port", "GASTOWN_HTTP_PORT", http.host(), http.port()));
            http.tls().ifPresent(tls -> checks.add(new CertificateCheck(vertx, tls, Clock.systemUTC())));
        });
        readable(settings::management)
                .ifPresent(management -> checks.add(new PortsCheck(
                        "management.port", "GASTOWN_MANAGEMENT_PORT", management.host(), management.port())));
        readable(settings::cluster).flatMap(cluster -> cluster).ifPresent(cluster -> {
            String host = cluster.host().orElse("0.0.0.0");
            checks.add(new PortsCheck("cluster.port", "GASTOWN_CLUSTER_PORT", host, cluster.port()));
            checks.add(new PortsCheck(
                    "cluster.eventBusPort", "GASTOWN_CLUSTER_EVENT_BUS_PORT", host, cluster.eventBusPort()));
        });
        readable(settings::identity).ifPresent(identity -> checks.add(new IssuersCheck(vertx, identity)));
        readable(() -> towns(vertx, settings, checks))
                .ifPresent(towns -> checks.add(new TownsCheck(
                        towns,
                        new SandboxClient(
                                vertx,
                                settings.poller().timeout(),
                                settings::limits,
                                new LimitMeter(new SimpleMeterRegistry())))));
        return checks.stream().flatMap(check -> check.run().stream()).toList();
    }

    /** From the database where there is one, which is then looked at too. */
    private static Collection<Town> towns(Vertx vertx, Settings settings, List<Check> checks) {
        Optional<DatabaseSettings> database = settings.database();
        if (database.isEmpty()) {
            return TownsReader.read(settings.towns()).values();
        }
        DatabaseCheck check = new DatabaseCheck(vertx, database.get());
        checks.add(check);
        return check.towns();
    }

    private List<Finding> sandbox(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        SandboxSettings agent;
        try {
            agent = settings.sandbox(tmuxSocket, "");
        } catch (ConfigurationException bad) {
            return List.of(new Finding(Finding.Kind.FIX, "sandbox", bad.getMessage()));
        }
        findings.addAll(new PortsCheck("sandbox.port", "GASTOWN_SANDBOX_PORT", agent.host(), agent.port()).run());
        findings.addAll(new TmuxCheck(agent.tmuxSocket()).run());
        return findings;
    }

    private static <T> Optional<T> readable(Callable<T> part) {
        try {
            return Optional.of(part.call());
        } catch (Exception toldAlready) {
            return Optional.empty();
        }
    }
}
