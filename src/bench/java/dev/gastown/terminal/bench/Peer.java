package dev.gastown.terminal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Something between a viewer and the sandbox, or nothing.
 *
 * @param name as in the table
 * @param process null for nothing
 * @param port where viewers connect
 * @param path a session's name to the path and query that opens it
 * @param protocol the subprotocol to offer, or null
 */
record Peer(String name, Process process, int port, UnaryOperator<String> path, String protocol) {
    /** Clock ticks a second in {@code /proc}: Linux has used no other for user space. */
    private static final double TICKS = 100;

    /** Names of threads, of which Linux keeps 15 characters. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre");

    private static final Pattern EVENT_LOOP = Pattern.compile("\\(vert\\.x-eventloo\\)");

    /** Processor seconds used so far by the process and its children. */
    double cpuSeconds() {
        return pids().mapToDouble(Peer::cpuSeconds).sum();
    }

    /** Processor seconds used so far by the compilers of the JVM this is; 0 for others. */
    double compilerCpuSeconds() throws IOException {
        return threadCpuSeconds(COMPILER);
    }

    /** Processor seconds used so far by the event loops of the gateway this is; 0 for others. */
    double eventLoopCpuSeconds() throws IOException {
        return threadCpuSeconds(EVENT_LOOP);
    }

    private double threadCpuSeconds(Pattern name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.map(thread -> thread.resolve("stat"))
                    .filter(stat -> name.matcher(read(stat)).find())
                    .mapToDouble(stat -> cpuSecondsIn(read(stat)))
                    .sum();
        }
    }

    /** Resident memory of the process and its children, bytes. */
    long residentBytes() {
        return pids().mapToLong(Peer::residentBytes).sum();
    }

    private Stream<Long> pids() {
        return process == null
                ? Stream.empty()
                : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .filter(ProcessHandle::isAlive)
                        .map(ProcessHandle::pid);
    }

    private static double cpuSeconds(long pid) {
        return cpuSecondsIn(read(Path.of("/proc/" + pid + "/stat")));
    }

    private static double cpuSecondsIn(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        // The program's name may hold anything but the last bracket.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    /** Empty when what it told about has ended. */
    private static String read(Path stat) {
        try {
            return Files.readString(stat);
        } catch (IOException ended) {
            return "";
        }
    }

    private static long residentBytes(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Ends the process and what it started. */
    void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
