package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.EnvironmentVariables;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports, names, variables, settings and secrets: what the manifests say twice, or what the code says too. */
@ParameterizedClass
@ValueSource(strings = {"base", "overlays/dev", "overlays/production"})
class ManifestsAgreeWithTheCodeIT {
    @Parameter
    String directory;

    private Overlay overlay() {
        return Overlay.of(directory);
    }

    @Test
    void theContainersPortsAreTheOnesTheGatewayListensOn() {
        Map<String, String> variables = overlay().plainVariables();

        assertThat(overlay().ports())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "http", ShippedSettings.number("/http/port"),
                        "management", ShippedSettings.number("/management/port"),
                        "hazelcast", Integer.valueOf(variables.get("GASTOWN_CLUSTER_PORT")),
                        "event-bus", Integer.valueOf(variables.get("GASTOWN_CLUSTER_EVENT_BUS_PORT"))));
        assertThat(overlay().ports()).containsEntry("hazelcast", ShippedSettings.number("/cluster/port"));
        assertThat(variables).doesNotContainKeys("GASTOWN_HTTP_PORT", "GASTOWN_MANAGEMENT_PORT");
    }

    @Test
    void theServicesLeadToTheGateway() {
        assertThat(overlay().service(false).getSpec().getSelector())
                .isEqualTo(overlay().podLabels());
        assertThat(overlay().service(true).getSpec().getSelector())
                .isEqualTo(overlay().podLabels());
        assertThat(overlay().deployment().getSpec().getSelector().getMatchLabels())
                .isEqualTo(overlay().podLabels());
        assertThat(targets(false)).containsExactly("http");
        assertThat(targets(true)).containsExactlyInAnyOrder("hazelcast", "event-bus");
    }

    @Test
    void membersFindEachOtherByTheHeadlessServiceBeforeTheyAreReady() {
        assertThat(overlay().plainVariables())
                .containsEntry("GASTOWN_CLUSTERED", "true")
                .containsEntry(
                        "GASTOWN_CLUSTER_DNS",
                        overlay().service(true).getMetadata().getName());
        assertThat(overlay().service(true).getSpec().getPublishNotReadyAddresses())
                .isTrue();
        // A headless Service's name leads straight to the pods: nothing translates its ports.
        assertThat(overlay().service(true).getSpec().getPorts())
                .allSatisfy(port -> assertThat(port.getPort())
                        .isEqualTo(overlay().ports().get(port.getTargetPort().getStrVal())));
    }

    @Test
    void theIngressLeadsToTheClientServiceByTheNameBrowsersUse() {
        for (Ingress ingress : overlay().all(Ingress.class)) {
            assertThat(ingress.getSpec().getRules()).allSatisfy(rule -> {
                assertThat(rule.getHost())
                        .isEqualTo(URI.create(overlay().plainVariables().get("GASTOWN_PUBLIC_URL"))
                                .getHost());
                assertThat(ingress.getSpec().getTls())
                        .allSatisfy(tls -> assertThat(tls.getHosts()).contains(rule.getHost()));
                assertThat(rule.getHttp().getPaths()).allSatisfy(path -> {
                    assertThat(path.getBackend().getService().getName())
                            .isEqualTo(overlay().service(false).getMetadata().getName());
                    assertThat(path.getBackend().getService().getPort().getName())
                            .isEqualTo("http");
                });
            });
        }
    }

    @Test
    void everyVariableIsOneThatTheGatewayReads() {
        assertThat(overlay().container().getEnv())
                .extracting(EnvVar::getName)
                .allSatisfy(name -> assertThat(
                                EnvironmentVariables.configurationKeys().containsKey(name)
                                        || name.equals(EnvironmentVariables.CONFIG_FILE))
                        .as(name)
                        .isTrue());
    }

    @Test
    void theConfigurationIsTheFileMountedAsADirectory() {
        Path file = Path.of(overlay().plainVariables().get(EnvironmentVariables.CONFIG_FILE));

        assertThat(overlay().container().getVolumeMounts())
                .filteredOn(
                        mount -> mount.getMountPath().equals(file.getParent().toString()))
                .singleElement()
                .satisfies(mount -> assertThat(mount.getSubPath()).isNull());
        assertThat(overlay().configuration()).isNotBlank();
        assertThat(ShippedSettings.unknownKeys(overlay().configuration())).isEmpty();
    }

    @Test
    void everySecretThatIsNeededIsInTheTemplate() throws IOException {
        Map<String, Set<String>> template =
                keys(StrictObjects.read(Files.readString(Path.of("k8s/base/secret.example.yaml"))));
        List<SecretKeySelector> wanted = overlay().container().getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .flatMap(variable -> Stream.ofNullable(variable.getValueFrom().getSecretKeyRef()))
                .toList();

        assertThat(wanted)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(template.get(key.getName())).contains(key.getKey()));
        assertThat(overlay().container().getEnvFrom())
                .allSatisfy(all ->
                        assertThat(template).containsKey(all.getSecretRef().getName()));
        keys(overlay().objects())
                .forEach((name, keys) -> assertThat(template.get(name)).containsAll(keys));
    }

    private List<String> targets(boolean headless) {
        return overlay().service(headless).getSpec().getPorts().stream()
                .map(ServicePort::getTargetPort)
                .map(target -> target.getStrVal())
                .toList();
    }

    private static Map<String, Set<String>> keys(List<HasMetadata> objects) {
        return objects.stream()
                .filter(Secret.class::isInstance)
                .map(Secret.class::cast)
                .collect(Collectors.toMap(
                        secret -> secret.getMetadata().getName(),
                        secret -> secret.getStringData().keySet()));
    }
}
