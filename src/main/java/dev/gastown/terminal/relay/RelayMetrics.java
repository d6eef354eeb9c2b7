package dev.gastown.terminal.relay;

import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The relay's meters, by the names of contract section 11 and {@code docs/metrics.md}; all are there from the start.
 * Several instances on one registry count together; safe on any thread. No label ever names a user, a town or a session.
 */
final class RelayMetrics {
    /** Codes that get a label of their own; a sandbox may send thousands of others, which share one. */
    private static final List<Integer> KNOWN_CODES = List.of(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 4403, 4404, 4406, 4408,
            4429, 4502, 4504);

    private static final String OTHER = "other";

    private final Map<String, Counter> closedByCode;
    private final Directed bytes;
    private final Directed pauses;
    private final Counter droppedFrames;
    private final Counter reseeds;
    private final Timer connectTime;
    private final Map<UpstreamFailure, Counter> connectFailures = new EnumMap<>(UpstreamFailure.class);
    private final Timer latency;
    private final Timer viewerLag;
    private final Timer loopLag;
    private final LimitMeter limits;

    RelayMetrics(MeterRegistry meters) {
        this.closedByCode = Stream.concat(KNOWN_CODES.stream().map(String::valueOf), Stream.of(OTHER))
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        code -> Counter.builder("gastown.relay.closed")
                                .description("Terminal and wall sockets that ended")
                                .tag("code", code)
                                .register(meters)));
        this.bytes = Directed.register(meters, "gastown.relay.bytes", "Payload bytes relayed");
        this.pauses = Directed.register(
                meters, "gastown.relay.pauses", "How often a source was not read on because its sink's queue was full");
        this.droppedFrames = Counter.builder("gastown.relay.dropped.frames")
                .description("Data frames of readers that were dropped")
                .register(meters);
        this.reseeds = Counter.builder("gastown.relay.reseeds")
                .description("Viewers of a shared session that fell behind and begin again with a snapshot")
                .register(meters);
        this.limits = new LimitMeter(meters);
        this.connectTime = histogram("gastown.upstream.connect", 1, 5, 10, 50, 100, 500, 1_000, 5_000)
                .description("Time until a sandbox accepted or refused a socket")
                .register(meters);
        for (UpstreamFailure failure : UpstreamFailure.values()) {
            connectFailures.put(
                    failure,
                    Counter.builder("gastown.upstream.failures")
                            .description("Sockets that a sandbox did not accept")
                            .tag("kind", failure.label())
                            .register(meters));
        }
        this.latency = histogram("gastown.relay.latency", 1, 2, 5, 10, 50, 100, 500, 1_000, 5_000)
                .description("From a sandbox's bytes read to the same bytes taken by the kernel for a browser; sampled")
                .register(meters);
        this.viewerLag = histogram("gastown.viewer.lag", 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
                .description("From a ping among a viewer's data to its answer")
                .register(meters);
        this.loopLag = histogram("gastown.eventloop.lag", 1, 2, 5, 10, 50, 100, 500, 1_000, 5_000)
                .description("How late a periodic timer on an event loop that serves browsers was")
                .register(meters);
    }

    /** Payload bytes passed to a browser. */
    void toBrowser(int count) {
        bytes.toBrowser().increment(count);
    }

    /** Payload bytes passed to a sandbox. */
    void toSandbox(int count) {
        bytes.toSandbox().increment(count);
    }

    /** A browser takes no more: its sandbox is not read on. */
    void pausedToBrowser() {
        pauses.toBrowser().increment();
    }

    /** A sandbox takes no more: its writer is not read on. */
    void pausedToSandbox() {
        pauses.toSandbox().increment();
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
        closedByCode
                .getOrDefault(Integer.toString(code), closedByCode.get(OTHER))
                .increment();
    }

    /** A sandbox accepted or refused a socket after this time, nanoseconds. */
    void connected(long nanos) {
        record(connectTime, nanos);
    }

    /** A sandbox's socket was not to be had. */
    void notConnected(UpstreamFailure failure) {
        connectFailures.get(failure).increment();
    }

    /** What was read of a sandbox was taken by a browser's network after this time, nanoseconds. */
    void relayed(long nanos) {
        record(latency, nanos);
    }

    /** A viewer answered a ping after this time, nanoseconds. */
    void answered(long nanos) {
        record(viewerLag, nanos);
    }

    /** A timer was so late, nanoseconds. */
    void late(long nanos) {
        record(loopLag, nanos);
    }

    private static void record(Timer timer, long nanos) {
        timer.record(Duration.ofNanos(nanos));
    }

    private static Timer.Builder histogram(String name, long... bucketsMillis) {
        List<Duration> buckets = new ArrayList<>();
        for (long millis : bucketsMillis) {
            buckets.add(Duration.ofMillis(millis));
        }
        return Timer.builder(name).serviceLevelObjectives(buckets.toArray(Duration[]::new));
    }

    /** A counter for each of the two ways. */
    private record Directed(Counter toBrowser, Counter toSandbox) {
        static Directed register(MeterRegistry meters, String name, String description) {
            Function<String, Counter> counter = direction -> Counter.builder(name)
                    .description(description)
                    .tag("direction", direction)
                    .register(meters);
            return new Directed(counter.apply("to_browser"), counter.apply("to_sandbox"));
        }
    }
}
