package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.ExportedMetrics;
import dev.gastown.terminal.MeasuredGateway;
import dev.gastown.terminal.Prerequisite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code k8s/monitoring}: alerts and dashboard name only what a gateway exports, and every alert says what to do. */
class MonitoringAsksForWhatIsExportedIT {
    private static final Path MONITORING = Path.of("k8s/monitoring");
    private static final Pattern METRIC =
            Pattern.compile("\\b((?:gastown|vertx|jvm|process|netty|system)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=|!=|=~|!~)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final String BUCKET = "le";
    private static final long PATIENCE_SECONDS = 60;

    /** Given by Prometheus, not by the gateway. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

    private static ExportedMetrics exported;

    @TempDir
    private Path directory;

    private record Asked(String metric, String selector, String expression) {}

    @BeforeAll
    static void scrape() {
        try (MeasuredGateway gateway = new MeasuredGateway()) {
            exported = gateway.use().exported();
        }
    }

    @AfterAll
    static void forget() {
        exported = null;
    }

    @Test
    void everyMetricLabelAndValueInTheAlerts() throws IOException {
        List<String> expressions =
                rules().map(rule -> rule.path("expr").asString()).toList();
        assertThat(expressions).hasSizeGreaterThan(10);
        assertThat(expressions).allSatisfy(MonitoringAsksForWhatIsExportedIT::assertExported);
    }

    @Test
    void everyMetricLabelAndValueInTheDashboard() throws IOException {
        JsonNode dashboard = dashboard();
        List<String> expressions = new ArrayList<>(dashboard.findValuesAsString("expr"));
        expressions.addAll(dashboard.findValuesAsString("definition"));
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(expressions).allSatisfy(MonitoringAsksForWhatIsExportedIT::assertExported);
    }

    @Test
    void aSlipWouldBeSeen() {
        for (String slip : List.of(
                "gastown_relay_connection",
                "sum(gastown_relay_connections{acces=\"read\"})",
                "sum(gastown_relay_connections{access=\"reed\"})",
                "sum(gastown_relay_closed_total{code=~\"1000|4500\"})",
                "sum by (town) (gastown_relay_connections)",
                "rate(gastown_relay_latency_bucket[5m])")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> assertExported(slip)))
                    .as(slip)
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void everyPanelTakesTheDatasourceThatWasChosenAndHasAPlaceOfItsOwn() throws IOException {
        JsonNode dashboard = dashboard();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.path("templating").path("list").get(0).path("type").asString())
                .isEqualTo("datasource");
        assertThat(dashboard.findValuesAsString("uid").stream().distinct())
                .containsExactlyInAnyOrder("gastown-gateway", "${datasource}");
        assertThat(dashboard.path("panels").values().stream()
                        .map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates();
        assertThat(dashboard.path("panels").values().stream()
                        .map(panel -> panel.path("gridPos").toString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyAlertHasASeverityWordsAndARunbookThatIsThere() throws IOException {
        Set<String> anchors = HEADING.matcher(Files.readString(Path.of("docs/operating.md")))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(rules()).allSatisfy(rule -> {
            assertThat(rule.path("labels").path("severity").asString()).isIn("critical", "warning", "info");
            assertThat(rule.path("annotations").path("summary").asString()).isNotBlank();
            String runbook = rule.path("annotations").path("runbook").asString();
            assertThat(runbook).startsWith("docs/operating.md#");
            assertThat(anchors).contains(runbook.substring(runbook.indexOf('#') + 1));
            assertThat(runbook).endsWith("#" + rule.path("alert").asString().toLowerCase(Locale.ROOT));
        });
        // And nothing is explained that can't happen.
        assertThat(anchors.stream().filter(anchor -> anchor.startsWith("gastown")))
                .containsExactlyInAnyOrderElementsOf(
                        rules().map(rule -> rule.path("alert").asString().toLowerCase(Locale.ROOT))
                                .toList());
    }

    @Test
    void promtoolAcceptsTheRulesAndTheirTestsPass() throws Exception {
        Prerequisite.install("promtool");
        String command = Files.readString(Path.of("docs/operating.md"))
                .lines()
                .filter(line -> line.startsWith("sed ") && line.contains("prometheus-rule.yaml"))
                .findFirst()
                .orElseThrow();
        run(Path.of(""), "sh", "-c", command.replaceFirst("> .*", "> " + directory.resolve("gastown-alerts.yaml")));
        Files.copy(MONITORING.resolve("alerts.test.yaml"), directory.resolve("alerts.test.yaml"));

        run(directory, "promtool", "check", "rules", "gastown-alerts.yaml");
        run(directory, "promtool", "test", "rules", "alerts.test.yaml");
    }

    @Test
    void thePodMonitorFindsTheGatewaysPodsAndTheirPort() throws IOException {
        JsonNode monitor = YAMLMapper.shared()
                .readTree(Files.readString(MONITORING.resolve("pod-monitor.yaml")))
                .path("spec");
        Overlay production = Overlay.of("overlays/production");

        monitor.path("selector")
                .path("matchLabels")
                .properties()
                .forEach(label -> assertThat(production.podLabels())
                        .containsEntry(label.getKey(), label.getValue().asString()));
        assertThat(production.ports())
                .containsKey(
                        monitor.path("podMetricsEndpoints").get(0).path("port").asString());
        assertThat(monitor.path("namespaceSelector").path("matchNames").get(0).asString())
                .isEqualTo(production.deployment().getMetadata().getNamespace());
    }

    private static void assertExported(String expression) {
        List<Asked> asked = METRIC.matcher(expression)
                .results()
                .map(found -> new Asked(found.group(1), found.group(2) == null ? "" : found.group(2), expression))
                .toList();
        assertThat(asked).as(expression).isNotEmpty();
        asked.forEach(MonitoringAsksForWhatIsExportedIT::assertExported);
        Set<String> known = asked.stream()
                .flatMap(one -> exported.labels().get(exported.metricOf(one.metric())).keySet().stream())
                .collect(Collectors.toSet());
        Matcher grouping = GROUPING.matcher(expression);
        while (grouping.find()) {
            Stream.of(grouping.group(1).split("\\s*,\\s*"))
                    .filter(label -> !OF_THE_SCRAPE.contains(label) && !label.equals(BUCKET))
                    .forEach(label -> assertThat(known).as(expression).contains(label));
        }
    }

    private static void assertExported(Asked asked) {
        String metric = exported.metricOf(asked.metric());
        assertThat(exported.types()).as(asked.expression()).containsKey(metric);
        Map<String, Set<String>> labels = exported.labels().get(metric);
        Matcher matcher = MATCHER.matcher(asked.selector());
        while (matcher.find()) {
            String label = matcher.group(1);
            if (!OF_THE_SCRAPE.contains(label)) {
                assertThat(labels).as(asked.expression()).containsKey(label);
                String[] values = matcher.group(2).endsWith("~")
                        ? matcher.group(3).split("\\|")
                        : new String[] {matcher.group(3)};
                assertThat(labels.get(label)).as(asked.expression()).contains(values);
            }
        }
    }

    private static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("dashboard.json")));
    }

    private static Stream<JsonNode> rules() throws IOException {
        return YAMLMapper.shared()
                .readTree(Files.readString(MONITORING.resolve("prometheus-rule.yaml")))
                .path("spec")
                .path("groups")
                .values()
                .stream()
                .flatMap(group -> group.path("rules").values().stream());
    }

    private static void run(Path in, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(in.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
