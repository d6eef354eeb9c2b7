package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import org.junit.jupiter.api.Test;

/** One viewer at 1 kB/s beside others under a flood; for a minute, and with 20, in the profile {@code endurance}. */
class ASlowLineHurtsNobodyElseIT {
    private static final int LINES_PER_SECOND = 12_000;
    private static final int SLOW_BYTES_PER_SECOND = 1000;

    @Test
    void itBeginsAgainAndEndsWithTheRightScreenWhileTheOthersGetEveryLineOnce() throws Exception {
        try (Flood flood = new Flood(LINES_PER_SECOND).watchedBy(4, delay -> {});
                SlowLine line = flood.slowLine(SLOW_BYTES_PER_SECOND);
                ScreenReader slow = flood.watchedOn(line)) {
            flood.begin();
            TestTown.await("the slow one to be cut off", () -> flood.reseeds() > 0);
            flood.end();
            flood.nobodyElseNoticed();

            line.widen();
            flood.isRightOn(slow);
            flood.isRightOn(slow);
            assertThat(slow.snapshots()).isGreaterThan(1);
        }
    }
}
