package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However terminals, walls and subscriptions end: thousands of them, and everything their gateway holds. */
class EndedConnectionsLeaveNothingEnduranceIT {
    private static final int CYCLES = 20_000;
    private static final int CYCLES_IN_A_CLUSTER = 4_000;
    private static final int WARM_UP = 150;

    /** Hazelcast makes what a partition needs when its first entry comes. */
    private static final int WARM_UP_IN_A_CLUSTER = 2_000;

    /** A used ticket's nonce is remembered for two minutes. */
    private static final long NONCES_FORGOTTEN_SECONDS = 150;

    private static final long LOOK_EVERY_SECONDS = 5;

    /**
     * What may be live more than before, bytes: names of metrics and methods that were first used meanwhile, and netty's
     * caches of the loops. A twentieth of what 20,000 forgotten terminals would be.
     */
    private static final long HEAP_ALLOWANCE = 2 << 20;

    /** Whose objects are counted; those of the Java runtime grow with the classes it loads. */
    private static final String COUNTED = "(dev\\.gastown|io\\.vertx|io\\.netty|io\\.micrometer|com\\.hazelcast)\\..*";

    @Test
    void aGatewayAloneHoldsNoneOfThemAnyMore() throws Exception {
        try (Soak soak = new Soak().warmUp(WARM_UP)) {
            leavesNothing("alone", soak.runWithSlowEnds(CYCLES), CYCLES);
        }
    }

    @Test
    void aMemberOfAClusterHoldsNoneOfThemAnyMore() throws Exception {
        try (Soak soak = new Soak(EndedConnectionsLeaveNothingEnduranceIT::member).warmUp(WARM_UP_IN_A_CLUSTER)) {
            leavesNothing("in a cluster", soak.runWithSlowEnds(CYCLES_IN_A_CLUSTER), CYCLES_IN_A_CLUSTER);
        }
    }

    private static GatewayProcess.Setup member(GatewayProcess.Setup setup) {
        return setup.environment("GASTOWN_CLUSTERED", "true")
                // One of its own: on that of all other connections a free port may be taken the moment it was found.
                .environment("GASTOWN_CLUSTER_HOST", "127.0.0.2")
                // By itself Hazelcast takes seven minutes and more to look at every partition for what has expired.
                .jvm(
                        "-Dhazelcast.internal.map.expiration.task.period.seconds=1",
                        "-Dhazelcast.internal.map.expiration.cleanup.operation.count=100",
                        "-Dhazelcast.internal.map.expiration.cleanup.percentage=100");
    }

    private static void leavesNothing(String where, Soak soak, int cycles) throws InterruptedException {
        soak.holdsNoSocketAndNoBuffer();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(NONCES_FORGOTTEN_SECONDS);
        Map<String, Long> grown = grown(soak);
        while (!grown.isEmpty() && System.nanoTime() < end) {
            TimeUnit.SECONDS.sleep(LOOK_EVERY_SECONDS);
            grown = grown(soak);
        }
        ProcessInside after = soak.inside();
        System.out.printf(
                "%d connections, %s: file descriptors %d, then %d; live heap %d kB, then %d kB; classes grown by more than %d: %s%n",
                cycles,
                where,
                soak.before().fileDescriptors(),
                after.fileDescriptors(),
                soak.before().heapBytes() >> 10,
                after.heapBytes() >> 10,
                soak.allowance(),
                grown);
        assertThat(grown).isEmpty();
        assertThat(after.heapBytes()).isLessThan(soak.before().heapBytes() + HEAP_ALLOWANCE);
    }

    private static Map<String, Long> grown(Soak soak) {
        Map<String, Long> grown = soak.inside().grownSince(soak.before(), soak.allowance());
        grown.keySet().removeIf(name -> !name.matches(COUNTED));
        return grown;
    }
}
