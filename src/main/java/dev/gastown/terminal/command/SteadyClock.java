package dev.gastown.terminal.command;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Begins at the time of day and goes on evenly, whatever becomes of the time of day: for spans only. A machine whose clock
 * is put right must not take a list of an hour ago for fresh, or lock a user out for an hour. Safe on any thread.
 */
final class SteadyClock extends Clock {
    private final Clock day;
    private final Instant begin;
    private final long beginNanos = System.nanoTime();

    /** @param day tells the time to begin at */
    SteadyClock(Clock day) {
        this.day = day;
        this.begin = day.instant();
    }

    @Override
    public Instant instant() {
        return begin.plus(Duration.ofNanos(System.nanoTime() - beginNanos));
    }

    @Override
    public ZoneId getZone() {
        return day.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("It tells spans, not the time of day");
    }
}
