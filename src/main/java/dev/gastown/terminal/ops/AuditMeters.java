package dev.gastown.terminal.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the events that are missing in the audit's file, from the start. Safe on any thread. */
public final class AuditMeters {
    private final Counter failures;
    private final Counter dropped;

    /** @param meters where the counters are registered */
    public AuditMeters(MeterRegistry meters) {
        failures = Counter.builder("gastown.audit.failures")
                .description("Audit events that could not be written to the file")
                .register(meters);
        dropped = Counter.builder("gastown.audit.dropped")
                .description("Audit events that found no room among those that wait to be written to the file")
                .register(meters);
    }

    /** An event could not be written. */
    void failed() {
        failures.increment();
    }

    /** An event found no room. */
    void dropped() {
        dropped.increment();
    }
}
