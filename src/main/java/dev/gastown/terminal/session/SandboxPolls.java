package dev.gastown.terminal.session;

import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** Polls of sandboxes, found by town, counted and timed. All on the poller's event loop. */
final class SandboxPolls {
    private final SandboxClient sandboxes;
    private final TownDirectory towns;
    private final PollMeters meters;

    SandboxPolls(SandboxClient sandboxes, TownDirectory towns, PollMeters meters) {
        this.sandboxes = sandboxes;
        this.towns = towns;
        this.meters = meters;
    }

    /** Fails with {@link SandboxException} when there is no list, or with anything else when there is no such town. */
    Future<SandboxListing> ask(UUID townId, Optional<TraceContext> request) {
        long begin = System.nanoTime();
        return towns.find(townId)
                // Else the town would count as unknown, and its watchers would be told nothing any more.
                .recover(down -> Future.failedFuture(new SandboxException(Kind.DIRECTORY_DOWN)))
                .compose(town -> askSandbox(town, request))
                .onSuccess(listing -> meters.answered(listing, since(begin)))
                .onFailure(failure -> meters.failed(
                        failure instanceof SandboxException noList ? Optional.of(noList.kind()) : Optional.empty(),
                        since(begin)));
    }

    private static Duration since(long beginNanos) {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    private Future<SandboxListing> askSandbox(Optional<Town> town, Optional<TraceContext> request) {
        if (town.isEmpty() || town.get().status() == TownStatus.DESTROYED) {
            return Future.failedFuture(new NoSuchElementException("no such town"));
        }
        return town.get().status() == TownStatus.RUNNING
                ? sandboxes.list(town.get(), request)
                : Future.failedFuture(new SandboxException(Kind.NOT_RUNNING));
    }
}
