package dev.gastown.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyTownsAreNotPolledInStepTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random = new Random(7);

    @Test
    void tenThousandAreSpreadOverTheInterval() {
        int[] dueInSlice = new int[50];
        for (int i = 0; i < 10_000; i++) {
            long wait = wait(new UUID(random.nextLong(), random.nextLong()), NOW);
            dueInSlice[(int) (wait % INTERVAL.toMillis() / 100)]++;
        }

        assertThat(IntStream.of(dueInSlice)).allSatisfy(due -> assertThat(due).isBetween(100, 300));
    }

    @Test
    void nodesThatAskAtDifferentTimesMeanTheSameMoments() {
        UUID town = UUID.randomUUID();
        long moment = NOW.plusMillis(wait(town, NOW)).toEpochMilli();

        for (int later = 0; later < 20_000; later += 77) {
            Instant asked = NOW.plusMillis(later);
            long next = asked.plusMillis(wait(town, asked)).toEpochMilli();
            assertThat(Math.floorMod(next - moment, INTERVAL.toMillis())).isZero();
        }
    }

    @Test
    void aTimerThatFiresALittleEarlyIsNotFollowedByAnother() {
        UUID town = UUID.randomUUID();
        Instant moment = NOW.plusMillis(wait(town, NOW));

        assertThat(wait(town, moment.minusMillis(3))).isEqualTo(INTERVAL.toMillis() + 3);
        assertThat(wait(town, moment)).isEqualTo(INTERVAL.toMillis());
    }

    private static long wait(UUID town, Instant now) {
        return PollPhase.untilNext(town, INTERVAL, Clock.fixed(now, ZoneOffset.UTC))
                .toMillis();
    }
}
