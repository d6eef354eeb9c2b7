package dev.gastown.terminal.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured: for each workload and peer one figure a round, of which the median counts. */
final class Figures {
    private final Map<String, Map<String, List<Double>>> byWorkload = new LinkedHashMap<>();

    void add(String workload, String peer, double figure) {
        byWorkload
                .computeIfAbsent(workload, name -> new LinkedHashMap<>())
                .computeIfAbsent(peer, name -> new ArrayList<>())
                .add(figure);
    }

    /** The median, or NaN when nothing was measured. */
    double median(String workload, String peer) {
        return median(byWorkload.getOrDefault(workload, Map.of()).getOrDefault(peer, List.of()));
    }

    Map<String, Map<String, List<Double>>> all() {
        return byWorkload;
    }

    /** A table in Markdown: a workload a line, a peer a column. */
    String table(String unit, List<String> peers, List<String> workloads) {
        StringBuilder table = new StringBuilder("| " + unit + " | " + String.join(" | ", peers) + " |\n|---|");
        table.append("---:|".repeat(peers.size())).append('\n');
        for (String workload : workloads) {
            table.append("| ").append(workload);
            for (String peer : peers) {
                double figure = median(workload, peer);
                table.append(" | ").append(Double.isNaN(figure) ? "" : number(figure));
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    static String number(double figure) {
        String form = figure >= 100 ? "%.0f" : figure >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, figure);
    }

    static double median(List<Double> figures) {
        return percentile(figures.stream().mapToDouble(Double::doubleValue).toArray(), 50);
    }

    static double percentile(double[] figures, double percent) {
        if (figures.length == 0) {
            return Double.NaN;
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
    }
}
