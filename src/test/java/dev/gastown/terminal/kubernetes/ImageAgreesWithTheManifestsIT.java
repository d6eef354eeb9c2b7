package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The Dockerfile: what Kubernetes expects of the image, and a health check that tells well from not. */
class ImageAgreesWithTheManifestsIT {
    private static final long PATIENCE_SECONDS = 20;
    private static final int SERVICE_UNAVAILABLE = 503;

    /** Without the breaks within an instruction. */
    private final String dockerfile;

    ImageAgreesWithTheManifestsIT() throws IOException {
        dockerfile = Files.readString(Path.of("Dockerfile")).replace("\\\n", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/production"})
    void nameTagUserAndCommandAreTheSame(String directory) {
        Overlay overlay = Overlay.of(directory);
        String image = overlay.container().getImage();
        PodSecurityContext security =
                overlay.deployment().getSpec().getTemplate().getSpec().getSecurityContext();

        assertThat(dockerfile).contains("docker build -t " + image.substring(image.lastIndexOf('/') + 1) + " .");
        assertThat(instruction("USER")).isEqualTo(security.getRunAsUser() + ":" + security.getRunAsGroup());
        assertThat(arguments("CMD")).isEqualTo(overlay.container().getArgs());
        assertThat(overlay.container().getCommand()).isEmpty();
    }

    @Test
    void theJarIsWhereTheCommandLooks() {
        List<String> command = arguments("ENTRYPOINT");

        assertThat(command).startsWith("java").endsWith("-jar", "/opt/gastown/gastown.jar");
        assertThat(dockerfile).contains("/target/gastown.jar /opt/gastown/gastown.jar\n");
    }

    @Test
    void theHealthCheckTellsARunningGatewayFromNone() throws Exception {
        int port = FreePort.find();

        assertThat(healthCheck(port)).isNotZero();
        try (GatewayProcess gateway = GatewayProcess.command("gateway")
                .environment("GASTOWN_MANAGEMENT_PORT", Integer.toString(port))
                .start()) {
            assertThat(gateway.pid()).isPositive();
            assertThat(healthCheck(port)).isZero();
        }
    }

    @Test
    void theHealthCheckTellsAGatewayThatIsNotWell() throws Exception {
        HttpServer notWell = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        notWell.createContext("/", exchange -> {
            exchange.sendResponseHeaders(SERVICE_UNAVAILABLE, -1);
            exchange.close();
        });
        notWell.start();
        try {
            assertThat(healthCheck(notWell.getAddress().getPort())).isNotZero();
        } finally {
            notWell.stop(0);
        }
    }

    private int healthCheck(int port) throws IOException, InterruptedException {
        String check = instruction("HEALTHCHECK");
        ProcessBuilder builder = new ProcessBuilder(json(check.substring(check.indexOf("CMD") + "CMD".length())));
        builder.environment().put("GASTOWN_MANAGEMENT_PORT", Integer.toString(port));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> arguments(String instruction) {
        return json(instruction(instruction));
    }

    private String instruction(String name) {
        Matcher lines = Pattern.compile("(?m)^" + name + " (.*)$").matcher(dockerfile);
        assertThat(lines.find()).as(name).isTrue();
        return lines.group(1);
    }

    private static List<String> json(String array) {
        List<String> texts = new ArrayList<>();
        new JsonMapper().readTree(array).forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
