package dev.gastown.terminal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the figures were measured on and with. */
final class Machine {
    private Machine() {}

    /** A list in Markdown. */
    static String described() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "- " + Instant.now() + ", load average at the start "
                        + Files.readString(Path.of("/proc/loadavg")).strip().replaceAll(" \\d+/.*", ""),
                "- %s, %d processors, %s GB of memory"
                        .formatted(
                                valueOf("/proc/cpuinfo", "model name"),
                                Runtime.getRuntime().availableProcessors(),
                                Figures.number(Double.parseDouble(valueOf("/proc/meminfo", "MemTotal")
                                                .replaceAll("\\D", ""))
                                        / 1e6)),
                "- Linux " + System.getProperty("os.version"),
                "- Java " + System.getProperty("java.vm.version") + " (" + System.getProperty("java.vendor") + ")"));
        List<List<String>> programs = List.of(
                List.of("nginx", "-v"),
                List.of("haproxy", "-v"),
                List.of(System.getProperty("bench.node", "node"), "--version"));
        for (List<String> program : programs) {
            lines.add("- " + program.get(0).replaceAll(".*/", "") + ": " + firstLineOf(program));
        }
        return String.join("\n", lines);
    }

    private static String valueOf(String file, String key) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static String firstLineOf(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes())
                .lines()
                .findFirst()
                .orElse("unknown");
    }
}
