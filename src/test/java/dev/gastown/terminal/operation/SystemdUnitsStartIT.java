package dev.gastown.terminal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.Prerequisite;
import dev.gastown.terminal.TestTown;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples' units: systemd understands them, and what they start comes up and ends as they expect. */
class SystemdUnitsStartIT {
    private static final Path UNITS = Path.of("examples", "systemd");
    private static final Path JAR = Path.of(System.getProperty("gastown.jar", "target/gastown.jar"));
    private static final long DEADLINE_SECONDS = 40;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"gastown-gateway.service", "gastown-sandbox.service"})
    void systemdHasNothingToSayAgainstThem(String name) throws Exception {
        Prerequisite.install("systemd-analyze");
        // On a machine where nothing is where the unit expects it, systemd would complain of that alone.
        Path unit = Files.writeString(
                directory.resolve(name), Files.readString(UNITS.resolve(name)).replace("/usr/bin/java", java()));

        Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(verify.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.contains(name))).isEmpty();
    }

    @Test
    void theGatewayComesUpAndEndsWellWhenItIsStopped() throws Exception {
        Path configuration = Files.writeString(directory.resolve("gateway.yaml"), "limits: {drainSeconds: 0}\n");
        Process gateway = start(
                "gastown-gateway.service",
                Map.of(
                        "GASTOWN_CONFIG", configuration.toString(),
                        "GASTOWN_TICKET_SECRET", "a ticket secret of the tests, long enough for HS256",
                        "GASTOWN_SESSION_SECRET", "a session secret of the tests, long enough for HS256",
                        "GASTOWN_PUBLIC_URL", "https://town.example.org",
                        "GASTOWN_HTTP_PORT", "0",
                        "GASTOWN_MANAGEMENT_PORT", Integer.toString(FreePort.find())));

        assertThat(firstLine(gateway)).isEqualTo("Dashboard: https://town.example.org");
        assertEndsWell(gateway);
    }

    @Test
    void theSandboxAgentComesUpAndEndsWellWhenItIsStopped() throws Exception {
        try (TestTown town = TestTown.start().session("hq-mayor", "exec cat")) {
            Process agent = start(
                    "gastown-sandbox.service",
                    Map.of(
                            "GASTOWN_SANDBOX_KEY", "the key of the tests",
                            "GASTOWN_SANDBOX_PORT", "0",
                            "GASTOWN_HTTP_HOST", "127.0.0.1"),
                    "--tmux-socket",
                    town.socket());

            assertThat(firstLine(agent)).startsWith("Sandbox agent: http://127.0.0.1:");
            assertEndsWell(agent);
            assertThat(town.tmux("list-sessions")).contains("hq-mayor");
        }
    }

    /** As systemd would, but for where things are. */
    private Process start(String unit, Map<String, String> environment, String... more) throws IOException {
        String command = Files.readAllLines(UNITS.resolve(unit)).stream()
                .filter(line -> line.startsWith("ExecStart="))
                .map(line -> line.substring("ExecStart=".length()))
                .findFirst()
                .orElseThrow()
                .replace("/usr/bin/java", java())
                .replace("/opt/gastown/gastown.jar", JAR.toAbsolutePath().toString())
                .replace("/home/gastown/gt", directory.toString());
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Arrays.stream(command.split(" ")), Arrays.stream(more))
                                .toList())
                .redirectError(directory.resolve("errors").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GASTOWN_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String firstLine(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        assertThat(line).as(Files.readString(directory.resolve("errors"))).isNotNull();
        return line;
    }

    private static void assertEndsWell(Process process) throws InterruptedException {
        process.destroy();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
