package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** One viewer at 1 kB/s beside 20 under a flood for a minute, and the minute before without it. */
class ASlowLineHurtsNobodyElseEnduranceIT {
    private static final int QUICK_ONES = 20;
    private static final int LINES_PER_SECOND = 12_000;
    private static final int SLOW_BYTES_PER_SECOND = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration WITH = Duration.ofSeconds(60);
    private static final Duration WITHOUT = Duration.ofSeconds(60);
    private static final double P99 = 0.99;
    private static final double ALLOWED = 1.2;

    /** Four full write queues and two snapshots of 2,000 lines, and a read: what {@link SharedSeat} promises, as chunks. */
    private static final long BOUND_BYTES = 4 << 20;

    private volatile Delays delays = new Delays();

    @Test
    void theOthersGetTheirLinesAsSoonAsWithoutIt() throws Exception {
        try (Flood flood = new Flood(LINES_PER_SECOND).watchedBy(QUICK_ONES, micros -> delays.accept(micros))) {
            flood.begin();
            during(flood, WARM_UP, new Delays());
            Delays without = new Delays();
            long bufferWithout = during(flood, WITHOUT, without);
            Delays with = new Delays();
            long bufferWith;
            int snapshots;
            try (SlowLine line = flood.slowLine(SLOW_BYTES_PER_SECOND);
                    ScreenReader slow = flood.watchedOn(line)) {
                bufferWith = during(flood, WITH, with);
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
            flood.nobodyElseNoticed();
            System.out.printf(
                    "%d viewers, %d lines/s: p50 %.1f ms, p99 %.1f ms without; p50 %.1f ms, p99 %.1f ms beside one at %d B/s; "
                            + "buffers at most %d kB without, %d kB with it; its snapshots: %d%n",
                    QUICK_ONES,
                    LINES_PER_SECOND,
                    without.millis(0.5),
                    without.millis(P99),
                    with.millis(0.5),
                    with.millis(P99),
                    SLOW_BYTES_PER_SECOND,
                    bufferWithout >> 10,
                    bufferWith >> 10,
                    snapshots);
            assertThat(bufferWith - bufferWithout).isLessThan(BOUND_BYTES);
            assertThat(with.millis(P99)).isLessThanOrEqualTo(without.millis(P99) * ALLOWED);
        }
    }

    /** Counts delays for a while; the most memory seen in buffers meanwhile. */
    private long during(Flood flood, Duration time, Delays counted) {
        delays = counted;
        List<Long> buffers = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            buffers.add(flood.bufferBytes());
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        return buffers.stream().mapToLong(Long::longValue).max().orElseThrow();
    }
}
