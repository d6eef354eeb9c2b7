package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** One viewer at 1 kB/s beside 20 under a flood for a minute, and half a minute before and after without it. */
class ASlowLineHurtsNobodyElseEnduranceIT {
    private static final int QUICK_ONES = 20;
    private static final int LINES_PER_SECOND = 12_000;
    private static final int SLOW_BYTES_PER_SECOND = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration WITH = Duration.ofSeconds(60);
    private static final Duration WITHOUT = Duration.ofSeconds(30);

    /** Seconds; to ask for metrics takes a while itself. */
    private static final int BUFFERS_EVERY = 5;

    private static final double P99 = 0.99;
    private static final double ALLOWED = 1.2;

    /** Four full write queues and two snapshots of 2,000 lines, and a read: what {@link SharedSeat} promises, as chunks. */
    private static final long BOUND_BYTES = 4 << 20;

    private volatile Delays delays = new Delays();

    @Test
    void theOthersGetTheirLinesAsSoonAsWithoutIt() throws Exception {
        try (Flood flood = new Flood(LINES_PER_SECOND).watchedBy(QUICK_ONES, micros -> delays.accept(micros))) {
            flood.begin();
            during(flood, WARM_UP);
            Seconds without = during(flood, WITHOUT);
            Seconds with;
            int snapshots;
            try (SlowLine line = flood.slowLine(SLOW_BYTES_PER_SECOND);
                    ScreenReader slow = flood.watchedOn(line)) {
                with = during(flood, WITH);
                assertThat(slow.isOver()).as("%s", slow.last()).isFalse();
                assertThat(flood.reseeds()).isPositive();
                assertThat(line.taken())
                        .isBetween(
                                SLOW_BYTES_PER_SECOND * WITH.toSeconds() / 2,
                                SLOW_BYTES_PER_SECOND * WITH.toSeconds() * 2);
                flood.end();
                // How long the rest takes at 1 kB/s is not what is asked.
                line.widen();
                flood.isRightOn(slow);
                snapshots = slow.snapshots();
            }
            flood.begin();
            during(flood, WARM_UP);
            without.add(during(flood, WITHOUT));
            flood.end();
            flood.nobodyElseNoticed();
            System.out.printf(
                    "%d viewers, %d lines/s; without: %s; beside one at %d B/s: %s; its snapshots: %d%n",
                    QUICK_ONES, LINES_PER_SECOND, without, SLOW_BYTES_PER_SECOND, with, snapshots);
            assertThat(with.bufferBytes() - without.bufferBytes()).isLessThan(BOUND_BYTES);
            assertThat(with.usualP99()).isLessThanOrEqualTo(without.usualP99() * ALLOWED);
        }
    }

    /**
     * What was seen in each second.
     *
     * @param delays of the lines
     * @param buffers the gateway's memory in buffers, bytes
     */
    private record Seconds(List<Delays> delays, List<Long> buffers) {
        /** The 99th percentile of a usual second, milliseconds: one pause of a busy machine is in one second only. */
        double usualP99() {
            return delays.stream()
                    .map(second -> second.millis(P99))
                    .sorted()
                    .toList()
                    .get(delays.size() / 2);
        }

        void add(Seconds more) {
            delays.addAll(more.delays);
            buffers.addAll(more.buffers);
        }

        long bufferBytes() {
            return Collections.max(buffers);
        }

        @Override
        public String toString() {
            Delays all = new Delays();
            delays.forEach(all::add);
            return "p50 %.1f ms, p99 %.1f ms, p99 of a usual second %.1f ms, buffers at most %d kB"
                    .formatted(all.millis(0.5), all.millis(P99), usualP99(), bufferBytes() >> 10);
        }
    }

    private Seconds during(Flood flood, Duration time) {
        Seconds seen = new Seconds(new ArrayList<>(), new ArrayList<>());
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            delays = new Delays();
            seen.delays.add(delays);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            if (seen.delays.size() % BUFFERS_EVERY == 0) {
                seen.buffers.add(flood.bufferBytes());
            }
        }
        return seen;
    }
}
