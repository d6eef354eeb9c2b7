package dev.gastown.terminal.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a Java process holds, its garbage collected before.
 *
 * @param fileDescriptors open files and sockets
 * @param heapBytes of live objects
 * @param instances live objects by the names of their classes
 */
record ProcessInside(long fileDescriptors, long heapBytes, Map<String, Long> instances) {
    /** Looks into a process of this user. */
    static ProcessInside of(long pid) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProcessInside(fileDescriptors(pid), bytes(histogram), instances(histogram));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The open files and sockets of a process. */
    static long fileDescriptors(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.count();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<String, Long> instances(String histogram) {
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[0].endsWith(":"))
                .collect(Collectors.toMap(
                        columns -> columns[3], columns -> Long.parseLong(columns[1]), Long::sum, TreeMap::new));
    }

    private static long bytes(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[2]))
                .sum();
    }

    /** The classes of which there are more than before, by more than an allowance, and how many more. */
    Map<String, Long> grownSince(ProcessInside before, long allowance) {
        Map<String, Long> grown = new TreeMap<>();
        instances.forEach((name, count) -> {
            long more = count - before.instances.getOrDefault(name, 0L);
            if (more > allowance) {
                grown.put(name, more);
            }
        });
        return grown;
    }
}
