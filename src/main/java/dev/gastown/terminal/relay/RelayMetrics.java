package dev.gastown.terminal.relay;

import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;

/**
 * The relay's counters, by the names of contract section 11. Several instances on one registry count together; safe on
 * any thread. No label ever names a user, a town or a session.
 */
final class RelayMetrics {
    /** Codes that get a label of their own; a sandbox may send thousands of others, which share one. */
    private static final Set<Integer> KNOWN_CODES = Set.of(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 4403, 4404, 4406, 4408,
            4429, 4502, 4504);

    private static final String CLOSED = "gastown.relay.closed";
    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Counter bytesToBrowser;
    private final Counter bytesToSandbox;
    private final Counter droppedFrames;
    private final Counter reseeds;
    private final Timer connectTime;
    private final LimitMeter limits;

    RelayMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.bytesToBrowser = bytes(meters, "to_browser");
        this.bytesToSandbox = bytes(meters, "to_sandbox");
        this.droppedFrames = Counter.builder("gastown.relay.dropped.frames")
                .description("Data frames of readers that were dropped")
                .register(meters);
        this.reseeds = Counter.builder("gastown.relay.reseeds")
                .description("Viewers of a shared session that fell behind and begin again with a snapshot")
                .register(meters);
        this.limits = new LimitMeter(meters);
        this.connectTime = Timer.builder("gastown.upstream.connect")
                .description("Time until a sandbox accepted or refused a socket")
                .register(meters);
    }

    /** Payload bytes passed to a browser. */
    void toBrowser(int bytes) {
        bytesToBrowser.increment(bytes);
    }

    /** Payload bytes passed to a sandbox. */
    void toSandbox(int bytes) {
        bytesToSandbox.increment(bytes);
    }

    /** Data frames of a reader. */
    void dropped(int frames) {
        droppedFrames.increment(frames);
    }

    /** A viewer of a shared session fell behind. */
    void reseeded() {
        reseeds.increment();
    }

    /** A relay reached a limit. */
    void reached(Limit limit) {
        limits.reached(limit);
    }

    /** One relay ended. */
    void closed(int code) {
        String label = KNOWN_CODES.contains(code) ? Integer.toString(code) : OTHER;
        meters.counter(CLOSED, "code", label).increment();
    }

    /** Starts timing a connection attempt. */
    Timer.Sample connecting() {
        return Timer.start(meters);
    }

    /** Ends timing it, whatever came of it. */
    void connected(Timer.Sample attempt) {
        attempt.stop(connectTime);
    }

    private static Counter bytes(MeterRegistry meters, String direction) {
        return Counter.builder("gastown.relay.bytes")
                .description("Payload bytes relayed")
                .tag("direction", direction)
                .register(meters);
    }
}
