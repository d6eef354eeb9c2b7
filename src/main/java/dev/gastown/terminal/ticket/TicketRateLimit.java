package dev.gastown.terminal.ticket;

import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** How many tickets one user may ask for in a minute on this node (contract section 6). Safe on any thread. */
public final class TicketRateLimit {
    private static final long WINDOW_MILLIS = 60_000;

    /** Users remembered before the windows that have passed are thrown away. */
    private static final int CLEAN_UP_SIZE = 10_000;

    private final Clock clock;
    private final IntSupplier ticketsPerMinute;
    private final LimitMeter limitsReached;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    /**
     * @param clock tells the minutes; one that nobody sets
     * @param ticketsPerMinute the limit, looked up for every call; 0 switches it off
     * @param meters where it is counted how often it was reached
     */
    public TicketRateLimit(Clock clock, IntSupplier ticketsPerMinute, MeterRegistry meters) {
        this.clock = clock;
        this.ticketsPerMinute = ticketsPerMinute;
        this.limitsReached = new LimitMeter(meters);
    }

    /** Counts one call and says whether it is within the limit. */
    public boolean allows(String userId) {
        int most = ticketsPerMinute.getAsInt();
        if (most == 0) {
            return true;
        }
        long now = clock.millis();
        if (windows.size() > CLEAN_UP_SIZE) {
            windows.values().removeIf(window -> window.isOver(now));
        }
        boolean within = windows.compute(
                                userId,
                                (user, window) -> window == null || window.isOver(now)
                                        ? new Window(now, 1)
                                        : new Window(window.startMillis(), window.calls() + 1))
                        .calls()
                <= most;
        if (!within) {
            limitsReached.reached(Limit.TICKETS_PER_USER_PER_MINUTE);
        }
        return within;
    }

    private record Window(long startMillis, int calls) {
        boolean isOver(long now) {
            return now - startMillis >= WINDOW_MILLIS;
        }
    }
}
