package dev.gastown.terminal.session;

import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxException.Kind;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the poller knows of one town: its last list, and the one poll that may be in flight. All on the poller's event
 * loop.
 */
final class TownPoll {
    /** A sandbox that goes on failing is asked only every so many intervals. */
    private static final int MOST_INTERVALS_APART = 3;

    /** Whoever asks for a list within this time after a failure is told of that one. */
    private static final Duration FAILURE_COUNTS = Duration.ofSeconds(1);

    private final UUID townId;
    private final Clock clock;
    private final Clock steady;
    private final Duration interval;
    private final TownMemory memory;
    private final PollMeters meters;
    private final Function<Optional<TraceContext>, Future<SandboxListing>> sandbox;
    private SessionList last;
    private Instant lastMade = Instant.MIN;
    private Optional<Kind> failure = Optional.empty();
    private int failures;
    private Instant failedAt = Instant.MIN;
    private Future<SessionList> inFlight;
    private boolean everSeen;
    private Instant lastNeeded;
    private Instant watchedUntil = Instant.MIN;

    /**
     * @param clock the time of lists
     * @param steady tells how old something is; nobody sets it
     * @param interval between two lists
     * @param memory what nodes know that polled the town before
     * @param meters where it is counted what became of the town's lists
     * @param sandbox asks the town's sandbox, for a request where there is one; fails with {@link SandboxException}, or with anything else when the town
     *     itself can't be found
     */
    TownPoll(
            UUID townId,
            Clock clock,
            Clock steady,
            Duration interval,
            TownMemory memory,
            PollMeters meters,
            Function<Optional<TraceContext>, Future<SandboxListing>> sandbox) {
        this.townId = townId;
        this.clock = clock;
        this.steady = steady;
        this.interval = interval;
        this.memory = memory;
        this.meters = meters;
        this.sandbox = sandbox;
        this.lastNeeded = steady.instant();
    }

    /** Keeps the town watched for a while. */
    void watchFor(Duration time) {
        watchedUntil = steady.instant().plus(time);
        lastNeeded = steady.instant();
    }

    boolean isWatched() {
        return steady.instant().isBefore(watchedUntil);
    }

    /** Whether nobody watched or asked for that long. */
    boolean isForgotten(Duration time) {
        return !isWatched() && steady.instant().isAfter(lastNeeded.plus(time));
    }

    /** Whether the last list is one without the sandbox. */
    boolean isStale() {
        return last != null && last.isStale();
    }

    /** The answer to whoever asked for a list. */
    TownSessions answer(SessionList list) {
        return new TownSessions(list.toJson(), list.protocols().contains(SandboxApi.TERMINAL_V2), failure, everSeen);
    }

    /** The last list if it is fresh and at most that old, else what the sandbox says now. */
    Future<SessionList> atMost(Duration age, Optional<TraceContext> request) {
        lastNeeded = steady.instant();
        // One that another node made counts as made before anything here.
        boolean fresh = last != null && !last.isStale() && !isBefore(lastMade, age);
        boolean justFailed = last != null && last.isStale() && !isBefore(failedAt, FAILURE_COUNTS);
        return fresh || justFailed ? Future.succeededFuture(last) : poll(request);
    }

    /** The list that is due now: from the sandbox, or the last one again while a failing sandbox is left in peace. */
    Future<SessionList> due() {
        int apart =
                failure.filter(Kind::isTheSandboxs).isEmpty() ? 0 : Math.min(failures / 2 + 1, MOST_INTERVALS_APART);
        // Half an interval less: timers are not exact.
        boolean leaveInPeace =
                apart > 0 && !isBefore(failedAt, interval.multipliedBy(apart).minus(interval.dividedBy(2)));
        return leaveInPeace && inFlight == null ? Future.succeededFuture(without(last.error())) : poll();
    }

    /**
     * Asks the sandbox, unless a poll is in flight already: then its answer counts for both.
     *
     * @return the new list, stale when the sandbox gave none; fails only when the town can't be found
     */
    Future<SessionList> poll() {
        return poll(Optional.empty());
    }

    private Future<SessionList> poll(Optional<TraceContext> request) {
        if (inFlight == null) {
            Future<SessionList> asked = recalled()
                    .compose(known -> sandbox.apply(request))
                    .map(this::fresh)
                    .recover(this::stale);
            inFlight = asked;
            asked.onComplete(done -> inFlight = null);
            return asked;
        }
        return inFlight;
    }

    /** Another node may have polled the town since this one did. */
    private Future<?> recalled() {
        if (last != null && !isBefore(lastMade, interval.multipliedBy(2))) {
            return Future.succeededFuture();
        }
        return memory.recall(townId)
                .onSuccess(found -> found.ifPresent(known -> {
                    if (last == null || last.sequence() < known.list().sequence()) {
                        meters.takenOver();
                        last = known.list();
                        everSeen |= known.everSeen();
                    }
                }));
    }

    private SessionList fresh(SandboxListing listing) {
        failure = Optional.empty();
        failures = 0;
        everSeen = true;
        return made(new SessionList(
                townId, clock.instant(), Optional.empty(), nextSequence(), listing.protocols(), listing.sessions()));
    }

    private Future<SessionList> stale(Throwable cause) {
        if (!(cause instanceof SandboxException noList)) {
            return Future.failedFuture(cause);
        }
        failure = Optional.of(noList.kind());
        failures++;
        failedAt = steady.instant();
        return Future.succeededFuture(without(Optional.of(noList.getMessage())));
    }

    private SessionList without(Optional<String> error) {
        meters.stale();
        return made(new SessionList(
                townId,
                last == null ? clock.instant() : last.polledAt(),
                error,
                nextSequence(),
                last == null ? Set.of() : last.protocols(),
                last == null ? List.of() : last.sessions()));
    }

    private SessionList made(SessionList list) {
        last = list;
        lastMade = steady.instant();
        memory.remember(list, everSeen);
        return list;
    }

    private boolean isBefore(Instant time, Duration age) {
        return time.isBefore(steady.instant().minus(age));
    }

    /** Starts from the clock, so that lists of an earlier cluster, of which nothing is known, never look newer for long. */
    private long nextSequence() {
        long now = clock.millis();
        return last == null ? now : Math.max(now, last.sequence() + 1);
    }
}
