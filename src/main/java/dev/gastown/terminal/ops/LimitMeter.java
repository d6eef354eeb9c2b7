package dev.gastown.terminal.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts how often each limit was reached: {@code gastown_limits_reached_total{limit}}, there from the start. Several on one
 * registry count together; safe on any thread.
 */
public final class LimitMeter {
    private final Map<Limit, Counter> counters = new EnumMap<>(Limit.class);

    /** @param meters where the counters are registered */
    public LimitMeter(MeterRegistry meters) {
        for (Limit limit : Limit.values()) {
            counters.put(
                    limit,
                    Counter.builder("gastown.limits.reached")
                            .description("How often a limit refused, cut, paused or shortened something")
                            .tag("limit", limit.key())
                            .register(meters));
        }
    }

    /** Somebody reached a limit. */
    public void reached(Limit limit) {
        counters.get(limit).increment();
    }
}
