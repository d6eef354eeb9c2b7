package dev.gastown.terminal.relay;

import dev.gastown.terminal.TestTown;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However terminals, walls and subscriptions end. Many thousands of them are the endurance profile's. */
class EndedConnectionsLeaveNothingIT {
    private static final int WARM_UP = 150;
    private static final int CYCLES = 300;

    @Test
    void aStartedGatewayHoldsNoneOfThemAnyMore() throws Exception {
        try (Soak soak = new Soak().warmUp(WARM_UP).run(CYCLES)) {
            soak.holdsNoSocketAndNoBuffer();

            // Nonces are remembered for two minutes, with a timer each: those are seen to end by the long run.
            TestTown.await(
                    "what the connections held to be garbage", () -> grown(soak).isEmpty());
        }
    }

    private static Map<String, Long> grown(Soak soak) {
        Map<String, Long> grown = soak.inside().grownSince(soak.before(), soak.allowance());
        grown.keySet().removeIf(name -> !name.startsWith("dev.gastown.") && !name.startsWith("io.netty.channel."));
        return grown;
    }
}
