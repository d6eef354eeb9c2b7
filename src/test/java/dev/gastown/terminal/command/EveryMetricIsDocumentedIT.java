package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.ExportedMetrics;
import dev.gastown.terminal.MeasuredGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} against what a running gateway exports. */
class EveryMetricIsDocumentedIT {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (gauge|counter|histogram|summary) \\| (.*?) ?\\| .+ \\|$");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`(:?)");
    private static final String OURS = "gastown_";

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Map<String, Set<String>>> labels = new TreeMap<>();

    EveryMetricIsDocumentedIT() throws IOException {
        Matcher row = ROW.matcher(Files.readString(Path.of("docs/metrics.md")));
        while (row.find()) {
            types.put(row.group(1), row.group(2));
            labels.put(row.group(1), labels(row.group(3)));
        }
    }

    private static Map<String, Set<String>> labels(String cell) {
        Map<String, Set<String>> labels = new TreeMap<>();
        Set<String> values = null;
        for (String part : cell.split("[;,] ")) {
            Matcher word = WORD.matcher(part);
            for (int i = 0; word.find(); i++) {
                if (i == 0) {
                    values = labels.computeIfAbsent(word.group(1), first -> new TreeSet<>());
                } else {
                    values.add(word.group(1));
                }
            }
        }
        return labels;
    }

    @Test
    void withItsTypeItsLabelsAndAllTheirValuesAndIsThereFromTheStart() {
        try (MeasuredGateway gateway = new MeasuredGateway()) {
            ExportedMetrics first = gateway.exported();

            assertThat(own(first.types())).isEqualTo(own(types));
            assertThat(own(first.labels())).isEqualTo(own(labels));

            ExportedMetrics used = gateway.use().exported();
            assertThat(own(used.types())).isEqualTo(own(types));
            assertThat(own(used.labels())).isEqualTo(own(labels));
            othersAreThere(used);
        }
    }

    /** Of those that are not the gateway's own, only what is written down is looked for. */
    private void othersAreThere(ExportedMetrics used) {
        types.forEach((name, type) -> assertThat(used.types()).containsEntry(name, type));
        labels.forEach((name, documented) -> documented.forEach(
                (label, values) -> assertThat(used.labels().get(name).get(label))
                        .as(name + " " + label)
                        .containsAll(values)));
    }

    /** A histogram's {@code _max} is told of once for all. */
    private static <T> Map<String, T> own(Map<String, T> all) {
        Map<String, T> own = new TreeMap<>(all);
        own.keySet().removeIf(name -> !name.startsWith(OURS) || name.endsWith("_seconds_max"));
        return own;
    }
}
