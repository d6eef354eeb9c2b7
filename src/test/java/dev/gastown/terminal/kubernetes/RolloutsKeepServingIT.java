package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How pods come and go: one after the other, asked by probes that the gateway answers, with time for a whole drain. */
@ParameterizedClass
@ValueSource(strings = {"overlays/dev", "overlays/production"})
class RolloutsKeepServingIT {
    /** What the gateway's stop may take beyond the drain, twice: for the drain, and for closing what is left. */
    private static final int STOP_MARGIN_SECONDS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Parameter
    String directory;

    private Overlay overlay() {
        return Overlay.of(directory);
    }

    private PodSpec pod() {
        return overlay().deployment().getSpec().getTemplate().getSpec();
    }

    @Test
    void aPodIsAddedBeforeOneIsTakenAway() {
        RollingUpdateDeployment update =
                overlay().deployment().getSpec().getStrategy().getRollingUpdate();

        assertThat(update.getMaxUnavailable().getIntVal()).isZero();
        assertThat(update.getMaxSurge().getIntVal()).isOne();
        assertThat(pod().getTopologySpreadConstraints())
                .hasSize(2)
                .allSatisfy(spread -> assertThat(spread.getLabelSelector().getMatchLabels())
                        .isEqualTo(overlay().podLabels()));
    }

    @Test
    void aStopHasTimeForPreStopAndTheWholeDrain() {
        List<String> preStop =
                overlay().container().getLifecycle().getPreStop().getExec().getCommand();
        int drain = ShippedSettings.number(overlay().configuration(), "/limits/drainSeconds");

        assertThat(preStop).hasSize(2).first().isEqualTo("sleep");
        assertThat(pod().getTerminationGracePeriodSeconds())
                .isGreaterThan(Integer.parseInt(preStop.get(1)) + 2L * (drain + STOP_MARGIN_SECONDS));
    }

    @Test
    void disruptionsAndScalingAreAboutTheDeployment() {
        assertThat(overlay().only(PodDisruptionBudget.class).getSpec()).satisfies(budget -> {
            assertThat(budget.getSelector().getMatchLabels())
                    .isEqualTo(overlay().podLabels());
            assertThat(budget.getMaxUnavailable().getIntVal()).isOne();
        });
        List<HorizontalPodAutoscaler> scalers = overlay().all(HorizontalPodAutoscaler.class);
        // Exactly one of the two says how many there are, else each apply undoes the autoscaler's work.
        assertThat(overlay().deployment().getSpec().getReplicas() == null).isEqualTo(scalers.size() == 1);
        assertThat(scalers).allSatisfy(scaler -> {
            assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
            assertThat(scaler.getSpec().getScaleTargetRef().getName())
                    .isEqualTo(overlay().deployment().getMetadata().getName());
            assertThat(scaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(3);
        });
    }

    @Test
    void theGatewayStartsFromTheManifestsAndAnswersTheProbes() throws Exception {
        int port = FreePort.find();
        GatewayProcess.Setup setup =
                GatewayProcess.command("gateway").configuration(overlay().configuration());
        overlay().plainVariables().forEach(setup::environment);
        setup.environment("GASTOWN_MANAGEMENT_PORT", Integer.toString(port))
                .environment("GASTOWN_CLUSTER_HOST", "127.0.0.1")
                .environment("GASTOWN_CLUSTER_PORT", "0")
                .environment("GASTOWN_CLUSTER_EVENT_BUS_PORT", "0");

        try (GatewayProcess gateway = setup.start()) {
            assertThat(gateway.url().toString())
                    .isEqualTo(overlay().plainVariables().get("GASTOWN_PUBLIC_URL"));
            for (Probe probe : Stream.of(
                            overlay().container().getStartupProbe(),
                            overlay().container().getReadinessProbe(),
                            overlay().container().getLivenessProbe())
                    .toList()) {
                HTTPGetAction request = probe.getHttpGet();
                assertThat(request.getPort().getStrVal()).isEqualTo("management");
                assertThat(get(port, request.getPath()).statusCode()).isEqualTo(200);
            }
            Map<String, String> scrape =
                    overlay().deployment().getSpec().getTemplate().getMetadata().getAnnotations();
            assertThat(scrape)
                    .containsEntry(
                            "prometheus.io/port",
                            overlay().ports().get("management").toString());
            assertThat(get(port, scrape.get("prometheus.io/path")).body()).contains("gastown_");
            assertThat(get(port, "/health/another").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
