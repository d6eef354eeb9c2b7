package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member that hangs keeps half of the cluster's maps: who can't be told from a second use is not let in. */
class ASlowClusterOpensNothingTwiceIT {
    private static final int TICKETS = 24;

    /** The 3 s a redemption may take, and what a busy machine adds. */
    private static final Duration ANSWERED = Duration.ofSeconds(6);

    /** So seldom that none comes to the open terminal meanwhile. */
    private static final int PING_SECONDS = 60;

    /** Addresses of their own: on that of all other connections any free port may be taken the moment it was found. */
    private static final String NET = "127.%d.%d."
            .formatted(
                    ThreadLocalRandom.current().nextInt(1, 255),
                    ThreadLocalRandom.current().nextInt(1, 255));

    /** The default. */
    private static final int CLUSTER_PORT = 5701;

    private static final String ONE = NET + "1";
    private static final String OTHER = NET + "2";

    private final SoakSandbox sandbox = new SoakSandbox();
    private final ExecutorService browsers = Executors.newFixedThreadPool(TICKETS);
    private GatewayProcess node;
    private GatewayProcess hangs;

    @BeforeEach
    void start() {
        node = member(ONE, OTHER);
        hangs = member(OTHER, ONE);
        TestTown.await("the cluster", () -> node.metric("gastown_cluster_members") == 2);
    }

    @AfterEach
    void stop() throws Exception {
        browsers.shutdownNow();
        if (hangs != null) {
            hangs.kill();
            hangs.close();
        }
        if (node != null) {
            node.close();
        }
        sandbox.close();
    }

    private record Answer(int status, Duration took) {}

    @Test
    void aMemberThatHangsDelaysNewTerminalsAndTouchesNoOpenOne() throws Exception {
        try (SilentTerminal open = new SilentTerminal(node, port())) {
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < TICKETS; i++) {
                paths.add(node.terminalPath(
                        "alice", RelayFixture.TOWN.toString(), SoakSandbox.Fate.STAYS.session(SoakSandbox.READER)));
            }

            signal("STOP");
            List<Future<Answer>> asked =
                    paths.stream().map(path -> browsers.submit(() -> use(path))).toList();
            open.echoes();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : asked) {
                answers.add(one.get(2 * ANSWERED.toSeconds(), TimeUnit.SECONDS));
            }
            open.echoes();

            assertThat(answers).extracting(Answer::status).containsOnly(101, 503);
            assertThat(answers).allMatch(answer -> answer.took.compareTo(ANSWERED) < 0);
            // Without the member that hangs the cluster is whole again.
            TestTown.await("the cluster without it", () -> node.metric("gastown_cluster_members") == 1);
            for (int i = 0; i < TICKETS; i++) {
                if (answers.get(i).status == 101) {
                    assertThat(use(paths.get(i)).status).isEqualTo(401);
                }
            }
            new SilentTerminal(node, port()).close();
        }
    }

    private Answer use(String path) {
        long asked = System.nanoTime();
        try (WireBrowser browser =
                WireBrowser.connect(port()).upgradeAt(path, "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2)) {
            return new Answer(browser.status(), Duration.ofNanos(System.nanoTime() - asked));
        }
    }

    private int port() {
        return node.url().getPort();
    }

    private GatewayProcess member(String address, String other) {
        return SilentTerminal.setup(sandbox, PING_SECONDS)
                .environment("GASTOWN_CLUSTERED", "true")
                .environment("GASTOWN_CLUSTER_HOST", address)
                .environment("GASTOWN_CLUSTER_MEMBERS", other + ":" + CLUSTER_PORT)
                .start();
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + hangs.pid())
                        .start()
                        .waitFor())
                .isZero();
    }
}
