package dev.gastown.terminal.cluster;

import dev.gastown.terminal.Secrets;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.identity.Jwts;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The rehearsal that anyone can run ({@code src/rehearsal/cluster.sh}), with a test's town behind it: three nodes, a
 * balancer and a sandbox, each in a network namespace. Where the machine can't do that, the test that starts it is
 * skipped with the script's reason. {@link #close()} takes everything down; so does the end of the tests' JVM.
 */
final class RehearsedCluster implements AutoCloseable {
    /** The nodes' numbers. */
    static final List<Integer> NODES = List.of(1, 2, 3);

    /** Its owner is {@link #OWNER}, until {@link #owners} says otherwise. */
    static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    static final String OWNER = "alice";

    private static final Path SCRIPT = Path.of("src/rehearsal/cluster.sh");
    private static final Path JAR = Path.of(System.getProperty("gastown.jar", "target/gastown.jar"));
    private static final int UNABLE = 3;
    private static final Duration COMMAND_DEADLINE = Duration.ofMinutes(2);
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread lastResort = new Thread(() -> command("down"));
    private final TestTown town;
    private final Path directory;
    private final Properties state = new Properties();

    private RehearsedCluster(TestTown town) throws IOException {
        this.town = town;
        directory = Files.createTempDirectory("gastown-rehearsal");
    }

    /**
     * Starts everything and waits until the three nodes serve.
     *
     * @param town with at least one session; it ends with the cluster, or when that can't start
     */
    static RehearsedCluster start(TestTown town) {
        try {
            RehearsedCluster cluster = new RehearsedCluster(town);
            cluster.owners(OWNER);
            cluster.up();
            return cluster;
        } catch (IOException broken) {
            town.close();
            throw new UncheckedIOException(broken);
        } catch (RuntimeException | Error notStarted) {
            town.close();
            throw notStarted;
        }
    }

    /** What the sandbox shows. */
    TestTown town() {
        return town;
    }

    private void up() throws IOException {
        Ended up = command(
                "--tmux-socket", town.socket(), "--town-root", town.root().toString(), "up");
        if (up.status() != 0) {
            Files.deleteIfExists(directory.resolve("gateway.yaml"));
            Files.deleteIfExists(directory);
        }
        Assumptions.assumeTrue(up.status() != UNABLE, up.output());
        up.orFail();
        Runtime.getRuntime().addShutdownHook(lastResort);
        try (Reader text = Files.newBufferedReader(directory.resolve("state"))) {
            state.load(text);
        }
        state.stringPropertyNames().stream()
                .filter(name -> name.matches(".*_(secret|key)"))
                .forEach(name -> Secrets.keep(state.getProperty(name)));
    }

    /** What browsers are told: the balancer. */
    URI balancer() {
        return URI.create("http://" + state.getProperty("net") + ".2:8080");
    }

    /** A node, not by way of the balancer. */
    URI node(int node) {
        return URI.create("http://" + state.getProperty("net") + "." + (10 + node) + ":8080");
    }

    /** A user token, good for ten minutes. */
    String token(String user) {
        return Jwts.user(state.getProperty("session_secret"), user);
    }

    /** Starts a node that ended, and waits until it serves. */
    void start(int node) {
        command("start", Integer.toString(node)).orFail();
    }

    /** Ends a node in order, and waits until it has ended. */
    void stop(int node) {
        command("stop", Integer.toString(node)).orFail();
    }

    /** Ends a node at once, with all that it had not yet said. */
    void kill(int node) {
        command("kill", Integer.toString(node)).orFail();
    }

    /** Cuts a node off from the other nodes, and from nobody else. */
    void cut(int node) {
        command("cut", Integer.toString(node)).orFail();
    }

    /** Joins a node that was cut off again. */
    void heal(int node) {
        command("heal", Integer.toString(node)).orFail();
    }

    /** Gives the town to these users; the nodes notice within seconds. */
    void owners(String... users) {
        String configuration = """
                towns:
                  - townId: %s
                    name: Springfield
                    owners: [%s]
                    sandboxUrl: ${REHEARSAL_SANDBOX_URL}
                    sandboxKey: ${REHEARSAL_SANDBOX_KEY}
                limits:
                  drainSeconds: 4
                  ticketsPerUserPerMinute: 0
                  socketsPerUser: 0
                  socketsPerTown: 0
                """.formatted(TOWN, String.join(", ", users)) + Secrets.LOG_EVERYTHING;
        try {
            Path next = Files.writeString(directory.resolve("gateway.yaml.next"), configuration);
            Files.move(next, directory.resolve("gateway.yaml"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The sum of a node's metric over its labels; 0 when it is not there. */
    double metric(int node, String name) {
        return metrics(node)
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String metrics(int node) {
        return get(node(node).resolve("http://" + node(node).getHost() + ":9000/metrics"));
    }

    /** How often the sandbox was asked for its sessions, as the balancer between counted it. */
    long listRequests() {
        List<String> rows = get(URI.create("http://" + balancer().getHost() + ":8404/;csv"))
                .lines()
                .toList();
        int column = Arrays.asList(rows.get(0).split(",")).indexOf("req_tot");
        String row = rows.stream()
                .filter(line -> line.startsWith("session-lists,BACKEND,"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(row.split(",")[column]);
    }

    private String get(URI uri) {
        try {
            return http.send(
                            HttpRequest.newBuilder(uri).timeout(ANSWER_DEADLINE).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", interrupted);
        }
    }

    private record Ended(String command, int status, String output) {
        void orFail() {
            if (status != 0) {
                throw new AssertionError(command + ": " + output);
            }
        }
    }

    /** The script, as people run it; the Java is the one that runs the tests. */
    private Ended command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString(), "--dir", directory.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("REHEARSAL_JAR", JAR.toAbsolutePath().toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw new AssertionError("No end: " + command);
            }
            return new Ended(String.join(" ", arguments), process.exitValue(), output.strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        try {
            NODES.forEach(node -> Secrets.assertNoneIn("metrics of node " + node, metrics(node)));
            Secrets.assertNoneIn(logs());
        } finally {
            end();
        }
    }

    private Stream<Path> logs() {
        return Stream.of("node1", "node2", "node3", "sandbox", "balancer")
                .flatMap(machine -> Stream.of(machine + ".log", machine + ".log.before"))
                .map(directory::resolve);
    }

    private void end() {
        command("down").orFail();
        town.close();
        try {
            Files.deleteIfExists(directory.resolve("gateway.yaml"));
            Files.deleteIfExists(directory);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
