package dev.gastown.terminal.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A monitor in a JVM of its own, and the lines that it prints. */
final class MonitorProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Process process;

    /**
     * Starts it.
     *
     * @param program a class, or a source file, and its arguments
     */
    MonitorProcess(String classPath, ProcessBuilder.Redirect errors, String... program) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The test's machine may have many addresses; a monitor's is the one that leads to the members.
                "-Dhazelcast.local.localAddress=127.0.0.1",
                "-cp",
                classPath));
        command.addAll(List.of(program));
        process = new ProcessBuilder(command).redirectError(errors).start();
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().forEach(lines::add);
        } catch (IOException ended) {
            lines.add("ended");
        }
    }

    /** The next line; null when none comes in time. */
    String next() throws InterruptedException {
        return lines.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
