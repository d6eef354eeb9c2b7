package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members behind one name, as behind a headless service of Kubernetes. */
class MembersFindEachOtherByNameIT {
    private static final String NAME = "gateway-members.test";
    private static final Duration MERGED = Duration.ofSeconds(15);
    private static final Duration LEFT = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    @Test
    void thatHasTheirAddressesAndSomeWhereNobodyIs() throws IOException {
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.1 " + NAME + "\n127.0.0.2 " + NAME + "\n127.0.0.3 " + NAME + "\n");
        String port = Integer.toString(FreePort.find());
        try (GatewayProcess first = member("127.0.0.1", port, hosts);
                GatewayProcess second = member("127.0.0.2", port, hosts)) {
            assertThat(second.metric("gastown_cluster_members")).isEqualTo(2);
            assertThat(first.metric("gastown_cluster_members")).isEqualTo(2);

            assertThat(second.stop()).isZero();
            Deadline.await("the other to know it left", LEFT, () -> first.metric("gastown_cluster_members") == 1);
        }
    }

    /** A pod is behind the name of its service from some moment on: two that start together may both miss it. */
    @Test
    void whenTheNameComesToHaveTheirAddressesOnlyAfterTheyStarted() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), "127.0.0.1 " + NAME + "\n");
        Path second = Files.writeString(directory.resolve("second"), "127.0.0.2 " + NAME + "\n");
        String port = Integer.toString(FreePort.find());
        CompletableFuture<GatewayProcess> starting =
                CompletableFuture.supplyAsync(() -> member("127.0.0.1", port, first));
        try (GatewayProcess other = member("127.0.0.2", port, second);
                GatewayProcess one = starting.join()) {
            assertThat(one.metric("gastown_cluster_members")).isEqualTo(1);
            assertThat(other.metric("gastown_cluster_members")).isEqualTo(1);
            String both = "127.0.0.1 " + NAME + "\n127.0.0.2 " + NAME + "\n";
            Files.writeString(first, both);
            Files.writeString(second, both);

            Deadline.await(
                    "both to know both",
                    MERGED,
                    () -> one.metric("gastown_cluster_members") == 2 && other.metric("gastown_cluster_members") == 2);
        }
    }

    private static GatewayProcess member(String address, String port, Path hosts) {
        return GatewayProcess.command("gateway")
                .jvm("-Djdk.net.hosts.file=" + hosts)
                .environment("GASTOWN_CLUSTERED", "true")
                .environment("GASTOWN_CLUSTER_HOST", address)
                .environment("GASTOWN_CLUSTER_PORT", port)
                .environment("GASTOWN_CLUSTER_EVENT_BUS_PORT", "0")
                .environment("GASTOWN_CLUSTER_DNS", NAME)
                .start();
    }
}
