package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the jar starts and ends as a process, in the cases where no server comes up. */
class CommandLineIT {
    private static final String LONG = "a secret of the tests that is long enough for HS256";

    @Test
    void helpIsNoFailure() throws Exception {
        Ended help = Ended.of(Map.of(), "--help");

        assertThat(help.status()).isZero();
        assertThat(help.output()).contains("demo", "gateway", "sandbox");
        assertThat(Ended.of(Map.of(), "gateway", "--help").status()).isZero();
    }

    @Test
    void unknownCommandsAndOptionsAre2() throws Exception {
        assertThat(Ended.of(Map.of(), "dance").status()).isEqualTo(2);
        assertThat(Ended.of(Map.of(), "gateway", "--dance").status()).isEqualTo(2);
        assertThat(Ended.of(Map.of()).status()).isEqualTo(2);
    }

    @Test
    void aGatewayWithoutItsSecretsSaysInOneLineWhatToSet() throws Exception {
        assertOneLine(Ended.of(Map.of(), "gateway"), 2, "GASTOWN_SESSION_SECRET");
        assertOneLine(Ended.of(Map.of("GASTOWN_SESSION_SECRET", LONG), "gateway"), 2, "GASTOWN_TICKET_SECRET");
        assertOneLine(Ended.of(Map.of(), "sandbox"), 2, "GASTOWN_SANDBOX_KEY");
        Ended bad = Ended.of(withSecrets(Map.of("GASTOWN_HTTP_PORT", "x")), "gateway");
        assertOneLine(bad, 2, "http.port");
        assertThat(bad.output()).doesNotContain(LONG);
        assertOneLine(
                Ended.of(withSecrets(Map.of("GASTOWN_AUDIT_FILE", "/no/such/audit")), "gateway"), 2, "audit.file");
    }

    @Test
    void aDatabaseIsForTheGatewayAndABadUrlIsNotRepeated() throws Exception {
        Ended bad =
                Ended.of(withSecrets(Map.of("GASTOWN_DATABASE_URL", "postgresql://u:" + LONG + "@h/d?x=y")), "gateway");
        assertOneLine(bad, 2, "database.url");
        assertThat(bad.output()).doesNotContain(LONG);
        assertOneLine(
                Ended.of(Map.of("GASTOWN_DATABASE_URL", "postgresql://u@h/d"), "demo"), 2, "GASTOWN_DATABASE_URL");
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Ended ended = Ended.of(
                    withSecrets(Map.of(
                            "GASTOWN_MANAGEMENT_PORT",
                            "0",
                            "GASTOWN_HTTP_PORT",
                            Integer.toString(taken.getLocalPort()))),
                    "gateway");
            // The log may say before what came up until then; the complaint itself is one line.
            String complaint = String.join(
                    "\n",
                    ended.output()
                            .lines()
                            .filter(line -> !line.contains(" INFO "))
                            .toList());
            assertOneLine(new Ended(ended.status(), complaint), 1, "GASTOWN_HTTP_PORT");
        }
    }

    @Test
    void aSignalEndsItCleanly() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .configuration("limits: {drainSeconds: 0}\n")
                .start()) {
            ProcessHandle handle = ProcessHandle.of(gateway.pid()).orElseThrow();
            assertThat(URI.create(gateway.origin()).getPort()).isPositive();
            assertThat(gateway.stop()).isZero();
            assertThat(handle.isAlive()).isFalse();
        }
    }

    @Test
    void demoRunsAlone() throws Exception {
        assertOneLine(Ended.of(Map.of("GASTOWN_CLUSTERED", "true"), "demo"), 2, "GASTOWN_CLUSTERED");
    }

    @Test
    void anAddressThatIsNotThisMachinesIsOneLine() throws Exception {
        Map<String, String> environment =
                withSecrets(Map.of("GASTOWN_CLUSTERED", "true", "GASTOWN_CLUSTER_HOST", "192.0.2.7"));

        assertOneLine(Ended.of(environment, "gateway"), 2, "cluster.host: '192.0.2.7'");
    }

    @Test
    void aMembersPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = withSecrets(Map.of(
                    "GASTOWN_CLUSTERED",
                    "true",
                    "GASTOWN_CLUSTER_EVENT_BUS_PORT",
                    "0",
                    "GASTOWN_CLUSTER_PORT",
                    Integer.toString(taken.getLocalPort())));

            assertOneLine(Ended.of(environment, "gateway"), 2, "GASTOWN_CLUSTER_PORT");
        }
    }

    /** What a gateway can't start without, and more. */
    private static Map<String, String> withSecrets(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("GASTOWN_TICKET_SECRET", LONG);
        environment.put("GASTOWN_SESSION_SECRET", LONG + "x");
        return environment;
    }

    private static void assertOneLine(Ended ended, int status, String words) {
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
        assertThat(ended.output().strip().lines()).as(ended.output()).hasSize(1);
        assertThat(ended.output()).contains(words);
    }
}
