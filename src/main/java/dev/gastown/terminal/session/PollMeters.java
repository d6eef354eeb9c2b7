package dev.gastown.terminal.session;

import dev.gastown.terminal.session.SandboxException.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is counted and timed of polls, from the start, by the names of {@code docs/metrics.md}. Safe on any thread. */
final class PollMeters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5)
    };

    private final Counter lists;
    private final Counter noTown;
    private final Map<Kind, Counter> failures = new EnumMap<>(Kind.class);
    private final Timer duration;
    private final Counter droppedSessions;
    private final Counter stale;
    private final Counter takeovers;

    PollMeters(MeterRegistry meters) {
        lists = polls(meters, "ok");
        noTown = polls(meters, "no_town");
        for (Kind kind : Kind.values()) {
            failures.put(kind, polls(meters, kind.name().toLowerCase(Locale.ROOT)));
        }
        duration = Timer.builder("gastown.poll")
                .description("Time until a sandbox gave its session list, or did not")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        droppedSessions =
                counter(meters, "gastown.poll.dropped.sessions", "Sessions of sandboxes' lists that are not published");
        stale = counter(meters, "gastown.polls.stale", "Lists published without an answer of the sandbox");
        takeovers = counter(meters, "gastown.polls.takeovers", "Towns polled here that another node polled before");
    }

    /** A sandbox was asked, and answered after this time. */
    void answered(SandboxListing listing, Duration took) {
        lists.increment();
        duration.record(took);
        droppedSessions.increment(listing.dropped());
    }

    /** It gave no list within this time; empty when there is no such town. */
    void failed(Optional<Kind> kind, Duration took) {
        kind.map(failures::get).orElse(noTown).increment();
        duration.record(took);
    }

    /** A list was made without the sandbox. */
    void stale() {
        stale.increment();
    }

    /** Another node polled a town before this one. */
    void takenOver() {
        takeovers.increment();
    }

    private static Counter polls(MeterRegistry meters, String result) {
        return Counter.builder("gastown.polls")
                .description("Polls of sandboxes")
                .tag("result", result)
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}
