package dev.gastown.terminal.session;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * When a town's lists are due: at moments of the clock that differ from town to town, so that many towns are not polled
 * in step, and that are the same on every node, so that the beat goes on when another node takes over.
 */
final class PollPhase {
    /** A list that would follow another within this part of the interval waits for the next moment. */
    private static final int LEAST_PART = 5;

    private PollPhase() {}

    /** The time until a town's next list is due. */
    static Duration untilNext(UUID townId, Duration interval, Clock clock) {
        long period = interval.toMillis();
        long phase = Math.floorMod(townId.getMostSignificantBits() ^ townId.getLeastSignificantBits(), period);
        long wait = period - Math.floorMod(clock.millis() - phase, period);
        return Duration.ofMillis(wait < period / LEAST_PART ? wait + period : wait);
    }
}
