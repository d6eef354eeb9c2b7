package dev.gastown.terminal.session;

import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** Polls of sandboxes, found by town, counted and timed. All on the poller's event loop. */
final class SandboxPolls {
    private final SandboxClient sandboxes;
    private final TownDirectory towns;
    private final MeterRegistry meters;
    private final Timer duration;
    private final Counter droppedSessions;

    SandboxPolls(SandboxClient sandboxes, TownDirectory towns, MeterRegistry meters) {
        this.sandboxes = sandboxes;
        this.towns = towns;
        this.meters = meters;
        this.duration = meters.timer("gastown.poll");
        this.droppedSessions = meters.counter("gastown.poll.dropped.sessions");
    }

    /** Fails with {@link SandboxException} when there is no list, or with anything else when there is no such town. */
    Future<SandboxListing> ask(UUID townId) {
        Timer.Sample sample = Timer.start(meters);
        return towns.find(townId)
                // Else the town would count as unknown, and its watchers would be told nothing any more.
                .recover(down -> Future.failedFuture(new SandboxException(Kind.DIRECTORY_DOWN)))
                .compose(this::askSandbox)
                .onComplete(result -> sample.stop(duration))
                .onSuccess(listing -> {
                    count("ok");
                    droppedSessions.increment(listing.dropped());
                })
                .onFailure(failure -> count(
                        failure instanceof SandboxException noList
                                ? noList.kind().name().toLowerCase(Locale.ROOT)
                                : "no_town"));
    }

    private Future<SandboxListing> askSandbox(Optional<Town> town) {
        if (town.isEmpty() || town.get().status() == TownStatus.DESTROYED) {
            return Future.failedFuture(new NoSuchElementException("no such town"));
        }
        return town.get().status() == TownStatus.RUNNING
                ? sandboxes.list(town.get())
                : Future.failedFuture(new SandboxException(Kind.NOT_RUNNING));
    }

    private void count(String result) {
        meters.counter("gastown.polls", "result", result).increment();
    }
}
