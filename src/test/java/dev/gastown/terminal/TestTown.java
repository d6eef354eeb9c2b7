package dev.gastown.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A private tmux server with the sessions a test asks for, and a town directory beside it. It never reads the user's
 * tmux configuration and is killed by {@link #close()}.
 */
public final class TestTown implements AutoCloseable {
    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(20);
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(20);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final String socket = "gastown-test-" + UUID.randomUUID().toString().substring(0, 12);
    private final Path directory;

    private TestTown() throws IOException {
        directory = Files.createTempDirectory("gastown-test-town");
        Files.writeString(directory.resolve("tmux.conf"), """
                set -g remain-on-exit on
                set -g history-limit 10000
                set -g status off
                """);
        Files.createDirectories(directory.resolve("mayor"));
        rigs("""
                {"rigs":{"gastown":{"beads":{"prefix":"gt"}},"beads":{"beads":{"prefix":"bd"}}}}
                """);
    }

    /** An empty town with the rigs {@code gastown} (gt) and {@code beads} (bd); tmux starts with the first session. */
    public static TestTown start() {
        try {
            return new TestTown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the town's {@code mayor/rigs.json}. */
    public TestTown rigs(String json) {
        try {
            Files.writeString(directory.resolve("mayor/rigs.json"), json);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a detached session of 80 by 24.
     *
     * @param name the session's name
     * @param command a shell command; none means an idle {@code cat}, several are program and arguments
     */
    public TestTown session(String name, String... command) {
        List<String> args = new ArrayList<>(List.of("new-session", "-d", "-s", name, "-x", "80", "-y", "24"));
        args.addAll(command.length == 0 ? List.of("cat") : List.of(command));
        tmux(args.toArray(String[]::new));
        return this;
    }

    /** The name for {@code tmux -L}. */
    public String socket() {
        return socket;
    }

    /** The Gas Town directory; its {@code mayor/rigs.json} registers the rigs. */
    public Path root() {
        return directory;
    }

    /**
     * Runs a tmux command on this town's server.
     *
     * @return standard output and standard error, as tmux printed them
     * @throws AssertionError when tmux answers with a failure
     */
    public String tmux(String... args) {
        Result result = run(args);
        if (result.status() != 0) {
            throw new AssertionError("tmux " + String.join(" ", args) + ": " + result.output());
        }
        return result.output();
    }

    /** The visible screen of a session, with colours. */
    public String screen(String session) {
        return tmux("capture-pane", "-p", "-e", "-N", "-t", "=" + session + ":");
    }

    /** Waits until the screen of a session contains a text. */
    public void awaitScreen(String session, String text) {
        await(
                "the screen of " + session + " to contain " + text,
                () -> tmux("capture-pane", "-p", "-t", "=" + session + ":").contains(text));
    }

    /**
     * Waits until tmux knows the exit status of a dead session's program. On a busy machine tmux sometimes misses the
     * SIGCHLD of a program that ended; it gets another one here, so that what is tested is the agent.
     */
    public void awaitExit(String session, int status) {
        String server = tmux("display-message", "-p", "#{pid}").strip();
        await("the exit status of " + session, () -> {
            signalChild(server);
            return tmux("display-message", "-p", "-t", "=" + session + ":", "#{pane_dead}#{pane_dead_status}")
                    .strip()
                    .equals("1" + status);
        });
    }

    private static void signalChild(String process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -CHLD " + process).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Waits until a condition holds, and fails with what was awaited after 20 s. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEFAULT_DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + DEFAULT_DEADLINE.toSeconds() + " s for " + what);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL_INTERVAL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what, e);
            }
        }
    }

    /** Kills the tmux server, as a crash would. A later {@link #session} starts a new one. */
    public void killServer() {
        String socketFile =
                run("display-message", "-p", "#{socket_path}").output().strip();
        boolean ran = run("kill-server").status() == 0;
        try {
            if (ran) {
                // tmux leaves it behind.
                Files.deleteIfExists(Path.of(socketFile));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        killServer();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Result(int status, String output) {}

    private Result run(String... args) {
        List<String> command = new ArrayList<>(List.of(
                "tmux", "-u", "-L", socket, "-f", directory.resolve("tmux.conf").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("tmux did not answer: " + command);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
