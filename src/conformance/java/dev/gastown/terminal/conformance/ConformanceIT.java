package dev.gastown.terminal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 towards browsers and sandboxes, by the gateway as people start it, judged by the Autobahn test suite. */
class ConformanceIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String USER = "autobahn";
    private static final int CASE_DEADLINE_SECONDS = 60;
    private static final Path REPORTS = Path.of("target", "conformance").toAbsolutePath();

    private static GatewayProcess gateway(String mode, int sandboxPort) {
        return GatewayProcess.command("gateway")
                .configuration("""
                        relay: {mode: %s}
                        limits: {ticketsPerUserPerMinute: 0}
                        towns:
                          - townId: %s
                            name: Autobahn
                            owners: [%s]
                            sandboxUrl: http://127.0.0.1:%d
                            sandboxKey: %s
                        """.formatted(mode, TOWN, USER, sandboxPort, GatewayProcess.SANDBOX_KEY))
                .start();
    }

    private static void judge(String leg, Map<String, Verdict> verdicts) throws Exception {
        String table = verdicts.entrySet().stream()
                .map(one -> "%s %s %s"
                        .formatted(
                                one.getKey(),
                                one.getValue().behavior(),
                                one.getValue().close()))
                .collect(Collectors.joining("\n", "", "\n"));
        Files.writeString(REPORTS.resolve(leg + ".txt"), table);
        assertThat(verdicts.values().stream().filter(one -> !one.isGood()))
                .as(table)
                .isEmpty();
        assertThat(verdicts).hasSizeGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "frames"})
    void browsersAreServedByTheStandard(String mode) throws Exception {
        String leg = "browser-" + mode;
        Autobahn suite = new Autobahn(REPORTS.resolve(leg));
        try (EchoSandbox sandbox = new EchoSandbox();
                GatewayProcess gateway = gateway(mode, sandbox.port());
                Shim tickets = new Shim(asked ->
                        new Route(gateway.url().getPort(), gateway.terminalPath(USER, TOWN, EchoSandbox.SESSION)))) {
            suite.testServer(leg, tickets.port());
        }
        judge(leg, suite.verdicts(leg));
    }

    /** The suite stands where the session is; what it sends goes through to a viewer, and so does what comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"fast", "frames"})
    void sandboxesAreSpokenToByTheStandard(String mode) throws Exception {
        String leg = "sandbox-" + mode;
        Autobahn suite = new Autobahn(REPORTS.resolve(leg));
        AtomicInteger number = new AtomicInteger();
        try (EchoSandbox lists = new EchoSandbox();
                FuzzingServer session = suite.startServer();
                Shim sandbox = new Shim(asked -> asked.equals("/sessions/" + EchoSandbox.SESSION)
                        ? session.route(leg, number.get())
                        : new Route(lists.port(), asked));
                GatewayProcess gateway = gateway(mode, sandbox.port())) {
            HttpClient http = HttpClient.newHttpClient();
            int cases = session.cases();
            while (number.incrementAndGet() <= cases) {
                URI terminal = URI.create(
                        "ws://" + gateway.url().getAuthority() + gateway.terminalPath(USER, TOWN, EchoSandbox.SESSION));
                EchoViewer.watch(http, terminal).get(CASE_DEADLINE_SECONDS, TimeUnit.SECONDS);
                session.awaitEnd(leg, number.get());
            }
            session.report(leg);
        }
        judge(leg, suite.verdicts(leg));
    }
}
