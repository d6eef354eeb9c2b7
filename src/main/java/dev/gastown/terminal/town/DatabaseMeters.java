package dev.gastown.terminal.town;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How the database of the towns fares, as metrics. */
final class DatabaseMeters {
    private static final String REFRESHES = "gastown.database.refreshes";
    private static final String RESULT = "result";
    private static final double NANOS = 1e9;

    private final Counter read;
    private final Counter failed;
    private final AtomicInteger towns = new AtomicInteger();
    private final AtomicInteger unreadable = new AtomicInteger();

    /** @param age of what is known; empty before anything is */
    DatabaseMeters(MeterRegistry meters, Supplier<Optional<Duration>> age) {
        this.read = meters.counter(REFRESHES, RESULT, "ok");
        this.failed = meters.counter(REFRESHES, RESULT, "failed");
        Gauge.builder("gastown.database.age", () -> seconds(age.get()))
                .description("How long ago the towns were last read from the database; NaN: never")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("gastown.database.towns", towns, AtomicInteger::get)
                .description("Towns in the database that are not destroyed and can be read")
                .register(meters);
        Gauge.builder("gastown.database.unreadable.rows", unreadable, AtomicInteger::get)
                .description("Rows of the database that can't be read: their towns count as not there")
                .register(meters);
    }

    void read() {
        read.increment();
    }

    void failed() {
        failed.increment();
    }

    /** @param readable how many of the rows can be read */
    void rows(int all, int readable) {
        towns.set(readable);
        unreadable.set(all - readable);
    }

    private static double seconds(Optional<Duration> age) {
        return age.map(Duration::toNanos).map(nanos -> nanos / NANOS).orElse(Double.NaN);
    }
}
