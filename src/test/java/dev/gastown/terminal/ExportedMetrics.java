package dev.gastown.terminal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code /metrics} says: each metric with its type and its labels' values.
 *
 * @param types by the metric's name as in {@code # TYPE}
 * @param labels by the same name: label to the values seen; without {@code le} and {@code quantile}
 */
public record ExportedMetrics(Map<String, String> types, Map<String, Map<String, Set<String>>> labels) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OF_THE_FORMAT = Set.of("le", "quantile");

    /** Reads the Prometheus text format. */
    public static ExportedMetrics read(String text) {
        ExportedMetrics read = new ExportedMetrics(new TreeMap<>(), new TreeMap<>());
        text.lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                read.types.put(type.group(1), type.group(2));
                read.labels.put(type.group(1), new TreeMap<>());
            } else if (!line.startsWith("#") && sample.matches()) {
                read.add(sample.group(1), sample.group(2) == null ? "" : sample.group(2));
            }
        });
        return read;
    }

    private void add(String sample, String written) {
        Matcher label = LABEL.matcher(written);
        while (label.find()) {
            if (!OF_THE_FORMAT.contains(label.group(1))) {
                labels.get(metricOf(sample))
                        .computeIfAbsent(label.group(1), first -> new TreeSet<>())
                        .add(label.group(2));
            }
        }
    }

    /** The metric that a sample's name belongs to: a histogram's buckets, sum and count have no type of their own. */
    public String metricOf(String sample) {
        String base = sample.replaceFirst("_(bucket|sum|count)$", "");
        return !types.containsKey(sample) && types.containsKey(base) ? base : sample;
    }
}
