package dev.gastown.terminal.session;

import dev.gastown.terminal.session.SandboxException.Kind;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the poller knows of one town: its last list, and the one poll that may be in flight. All on the poller's event
 * loop.
 */
final class TownPoll {
    private final UUID townId;
    private final Clock clock;
    private final Supplier<Future<SandboxListing>> sandbox;
    private SessionList last;
    private Optional<Kind> failure = Optional.empty();
    private Future<SessionList> inFlight;
    private boolean everSeen;
    private Instant lastNeeded;
    private Instant watchedUntil = Instant.MIN;

    /**
     * @param sandbox asks the town's sandbox; fails with {@link SandboxException}, or with anything else when the town
     *     itself can't be found
     */
    TownPoll(UUID townId, Clock clock, Supplier<Future<SandboxListing>> sandbox) {
        this.townId = townId;
        this.clock = clock;
        this.sandbox = sandbox;
        this.lastNeeded = clock.instant();
    }

    /** Keeps the town watched for a while. */
    void watchFor(Duration time) {
        watchedUntil = clock.instant().plus(time);
        lastNeeded = clock.instant();
    }

    boolean isWatched() {
        return clock.instant().isBefore(watchedUntil);
    }

    /** Whether nobody watched or asked for that long. */
    boolean isForgotten(Duration time) {
        return !isWatched() && clock.instant().isAfter(lastNeeded.plus(time));
    }

    /** The answer to whoever asked for a list. */
    TownSessions answer(SessionList list) {
        return new TownSessions(list.toJson(), list.protocols().contains(SandboxApi.TERMINAL_V2), failure, everSeen);
    }

    /** The last list if it is fresh and at most that old, else what the sandbox says now. */
    Future<SessionList> atMost(Duration age) {
        lastNeeded = clock.instant();
        boolean fresh =
                last != null && !last.isStale() && !last.polledAt().plus(age).isBefore(clock.instant());
        return fresh ? Future.succeededFuture(last) : poll();
    }

    /**
     * Asks the sandbox, unless a poll is in flight already: then its answer counts for both.
     *
     * @return the new list, stale when the sandbox gave none; fails only when the town can't be found
     */
    Future<SessionList> poll() {
        if (inFlight == null) {
            Future<SessionList> asked = sandbox.get().map(this::fresh).recover(this::stale);
            inFlight = asked;
            asked.onComplete(done -> inFlight = null);
            return asked;
        }
        return inFlight;
    }

    private SessionList fresh(SandboxListing listing) {
        failure = Optional.empty();
        everSeen = true;
        last = new SessionList(
                townId, clock.instant(), Optional.empty(), nextSequence(), listing.protocols(), listing.sessions());
        return last;
    }

    private Future<SessionList> stale(Throwable cause) {
        if (!(cause instanceof SandboxException noList)) {
            return Future.failedFuture(cause);
        }
        failure = Optional.of(noList.kind());
        last = new SessionList(
                townId,
                last == null ? clock.instant() : last.polledAt(),
                Optional.of(noList.getMessage()),
                nextSequence(),
                last == null ? Set.of() : last.protocols(),
                last == null ? List.of() : last.sessions());
        return Future.succeededFuture(last);
    }

    /** Starts from the clock, so that lists of another node or of an earlier process never look newer for long. */
    private long nextSequence() {
        long now = clock.millis();
        return last == null ? now : Math.max(now, last.sequence() + 1);
    }
}
