package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarksAreNeverShortenedTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void alone() {
        outlivesAShorterOne(Marks.alone(vertx));
    }

    @Test
    void inACluster() {
        Config config = new Config();
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().setPort(0);
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        try {
            ReplicatedMap<String, Long> map = member.getReplicatedMap("marks");
            outlivesAShorterOne(Marks.clustered(vertx, map));
        } finally {
            member.shutdown();
        }
    }

    private static void outlivesAShorterOne(Marks marks) {
        await(marks.mark("kept", LONG));
        await(marks.mark("kept", SHORT));
        await(marks.mark("longer", SHORT));
        await(marks.mark("longer", LONG));
        await(marks.mark("gone", SHORT));
        await(marks.mark("hardly", Duration.ofNanos(1)));
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while ((marks.isMarked("gone") || marks.isMarked("hardly")) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }

        assertThat(marks.isMarked("gone")).isFalse();
        assertThat(marks.isMarked("hardly")).isFalse();
        assertThat(marks.isMarked("kept")).isTrue();
        assertThat(marks.isMarked("longer")).isTrue();
    }
}
