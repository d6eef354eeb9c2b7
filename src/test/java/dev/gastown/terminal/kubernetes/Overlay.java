package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** What {@code kubectl apply -k} would send of one directory under {@code k8s/}. */
final class Overlay {
    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    private final List<HasMetadata> objects;

    private Overlay(String directory) {
        objects = StrictObjects.read(kustomize("k8s/" + directory));
    }

    /** @param directory under {@code k8s/} */
    static Overlay of(String directory) {
        return RENDERED.computeIfAbsent(directory, Overlay::new);
    }

    List<HasMetadata> objects() {
        return objects;
    }

    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends HasMetadata> T only(Class<T> kind) {
        assertThat(all(kind)).as(kind.getSimpleName()).hasSize(1);
        return all(kind).get(0);
    }

    Deployment deployment() {
        return only(Deployment.class);
    }

    Map<String, String> podLabels() {
        return deployment().getSpec().getTemplate().getMetadata().getLabels();
    }

    Container container() {
        List<Container> containers =
                deployment().getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }

    /** Port name to number, as the container declares them. */
    Map<String, Integer> ports() {
        return container().getPorts().stream()
                .collect(Collectors.toMap(port -> port.getName(), port -> port.getContainerPort()));
    }

    /** The variables whose value stands in the Deployment itself. */
    Map<String, String> plainVariables() {
        return container().getEnv().stream()
                .filter(variable -> variable.getValueFrom() == null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    Service service(boolean headless) {
        List<Service> services = all(Service.class).stream()
                .filter(service -> "None".equals(service.getSpec().getClusterIP()) == headless)
                .toList();
        assertThat(services).hasSize(1);
        return services.get(0);
    }

    /** The text of the file that {@code GASTOWN_CONFIG} names in the pod. */
    String configuration() {
        return only(ConfigMap.class).getData().get("gateway.yaml");
    }

    private static String kustomize(String directory) {
        try {
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", directory)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kubectl.waitFor()).as("kubectl kustomize " + directory).isZero();
            return yaml;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
