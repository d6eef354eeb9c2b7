package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway pod is, whom it may talk to, and who may talk to it. */
@ParameterizedClass
@ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
class PodsMayDoOnlyWhatTheyNeedIT {
    private static final int DNS = 53;
    private static final int POSTGRESQL = 5432;
    private static final int HTTPS = 443;

    @Parameter
    String directory;

    private Overlay overlay() {
        return Overlay.of(directory);
    }

    @Test
    void theProcessHasNoPrivileges() {
        PodSpec pod = overlay().deployment().getSpec().getTemplate().getSpec();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(overlay().container().getSecurityContext()).satisfies(container -> {
            assertThat(container.getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getCapabilities().getAdd()).isEmpty();
        });
        assertThat(overlay().container().getVolumeMounts())
                .anySatisfy(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    }

    @Test
    void noTokenAndNoServiceVariablesReachThePod() {
        PodSpec pod = overlay().deployment().getSpec().getTemplate().getSpec();

        assertThat(pod.getServiceAccountName())
                .isEqualTo(overlay().only(ServiceAccount.class).getMetadata().getName());
        assertThat(overlay().only(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
    }

    @Test
    void onlyThrowAwaySecretsAreInTheRepository() {
        assertThat(overlay().all(Secret.class))
                .allSatisfy(secret -> assertThat(secret.getMetadata().getAnnotations())
                        .containsEntry("gastown.dev/throw-away", "true"));
        if (!directory.endsWith("dev")) {
            assertThat(overlay().all(Secret.class)).isEmpty();
        }
    }

    @Test
    void thePolicyIsForTheGatewayAndBothWays() {
        assertThat(policy().getSpec().getPodSelector().getMatchLabels())
                .isEqualTo(overlay().podLabels());
        assertThat(policy().getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
    }

    @Test
    void everyPortOfTheGatewayHasARuleAndNoOther() {
        assertThat(policy().getSpec().getIngress())
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty())
                .flatExtracting(rule -> numbers(rule.getPorts()))
                .containsExactlyInAnyOrderElementsOf(overlay().ports().values());
    }

    @Test
    void metricsAreForTheMonitoringAlone() {
        assertThat(sources("management")).singleElement().satisfies(peer -> {
            assertThat(peer.getPodSelector()).isNull();
            assertThat(peer.getNamespaceSelector().getMatchLabels())
                    .containsExactly(Map.entry("kubernetes.io/metadata.name", "monitoring"));
        });
    }

    @Test
    void membersPortsAreForMembersAlone() {
        assertThat(Stream.of("hazelcast", "event-bus").flatMap(port -> sources(port).stream()))
                .hasSize(2)
                .allSatisfy(this::assertMember);
    }

    @Test
    void aPodTalksToMembersSandboxesTheDatabaseIssuersAndDnsAlone() {
        assertThat(policy().getSpec().getEgress())
                .flatExtracting(rule -> numbers(rule.getPorts()))
                .containsExactlyInAnyOrder(
                        overlay().ports().get("hazelcast"),
                        overlay().ports().get("event-bus"),
                        ShippedSettings.number("/sandbox/port"),
                        POSTGRESQL,
                        HTTPS,
                        DNS,
                        DNS);
        assertThat(policy().getSpec().getEgress())
                .filteredOn(rule ->
                        numbers(rule.getPorts()).contains(overlay().ports().get("hazelcast")))
                .flatExtracting(rule -> rule.getTo())
                .singleElement()
                .satisfies(this::assertMember);
    }

    private void assertMember(NetworkPolicyPeer peer) {
        assertThat(peer.getNamespaceSelector()).isNull();
        assertThat(peer.getIpBlock()).isNull();
        assertThat(peer.getPodSelector().getMatchLabels()).isEqualTo(overlay().podLabels());
    }

    private NetworkPolicy policy() {
        return overlay().only(NetworkPolicy.class);
    }

    private List<NetworkPolicyPeer> sources(String port) {
        return policy().getSpec().getIngress().stream()
                .filter(rule ->
                        numbers(rule.getPorts()).contains(overlay().ports().get(port)))
                .map(NetworkPolicyIngressRule::getFrom)
                .flatMap(List::stream)
                .toList();
    }

    private static List<Integer> numbers(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> port.getPort().getIntVal()).toList();
    }
}
