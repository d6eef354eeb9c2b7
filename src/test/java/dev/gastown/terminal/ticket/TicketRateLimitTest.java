package dev.gastown.terminal.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TicketRateLimitTest {
    private final TestClock clock = new TestClock();
    private final AtomicInteger most = new AtomicInteger(3);
    private final TicketRateLimit rate = new TicketRateLimit(clock, most::get, new SimpleMeterRegistry());

    @Test
    void countsEachUserForItself() {
        assertThat(rate.allows("alice")).isTrue();
        assertThat(rate.allows("alice")).isTrue();
        assertThat(rate.allows("alice")).isTrue();
        assertThat(rate.allows("alice")).isFalse();
        assertThat(rate.allows("bob")).isTrue();
    }

    @Test
    void aMinuteLaterThereIsRoomAgain() {
        for (int i = 0; i < 10; i++) {
            rate.allows("alice");
        }
        clock.advance(Duration.ofSeconds(59));
        assertThat(rate.allows("alice")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(rate.allows("alice")).isTrue();
    }

    @Test
    void zeroSwitchesItOffAndAChangeCountsAtOnce() {
        most.set(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rate.allows("alice")).isTrue();
        }
        most.set(1);
        assertThat(rate.allows("alice")).isTrue();
        assertThat(rate.allows("alice")).isFalse();
    }
}
