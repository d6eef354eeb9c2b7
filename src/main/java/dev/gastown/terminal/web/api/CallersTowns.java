package dev.gastown.terminal.web.api;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.session.TownSessions;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The towns a caller may see and what runs in them, with the errors of contract section 2. A town that does not exist,
 * is destroyed or is somebody else's is answered with the same words.
 */
final class CallersTowns {
    private final TownDirectory towns;
    private final SessionLists lists;

    CallersTowns(TownDirectory towns, SessionLists lists) {
        this.towns = towns;
        this.lists = lists;
    }

    Future<List<Town>> all(User caller) {
        return towns.visibleTo(caller).recover(CallersTowns::directoryDown);
    }

    /** The caller's running town. */
    Future<Town> running(User caller, UUID townId) {
        return towns.find(townId).recover(CallersTowns::directoryDown).compose(found -> {
            if (found.filter(town -> town.isVisibleTo(caller)).isEmpty()) {
                return fail(TrpcError.NOT_FOUND, "There is no such town");
            }
            Town town = found.get();
            if (town.status() != TownStatus.RUNNING) {
                return fail(
                        TrpcError.PRECONDITION_FAILED,
                        "The town is " + town.status().wireName() + ": start it first");
            }
            if (town.sandboxKey().isEmpty()) {
                return fail(TrpcError.PRECONDITION_FAILED, "The gateway has no key for this town's sandbox");
            }
            return Future.succeededFuture(town);
        });
    }

    /** Its sessions, at most that old where the sandbox answers; the sandbox is told for which request, if it is asked. */
    Future<TownSessions> sessions(Town town, Duration maxAge, TraceContext trace) {
        return lists.of(town.id(), maxAge, trace);
    }

    static TrpcException sandboxFailure(Kind kind) {
        return switch (kind) {
            case TIMEOUT -> new TrpcException(TrpcError.GATEWAY_TIMEOUT, "The sandbox did not answer in time");
            case DIRECTORY_DOWN -> directoryDown();
            case NOT_RUNNING -> new TrpcException(TrpcError.PRECONDITION_FAILED, "The town is not running");
            case UNREACHABLE -> new TrpcException(TrpcError.BAD_GATEWAY, "The sandbox can't be reached");
            case REFUSED -> new TrpcException(TrpcError.BAD_GATEWAY, "The sandbox refused the gateway");
            case NO_TMUX -> new TrpcException(TrpcError.BAD_GATEWAY, "No tmux server is running in the sandbox");
            case GARBAGE -> new TrpcException(TrpcError.BAD_GATEWAY, "The sandbox's answer is not a session list");
        };
    }

    private static <T> Future<T> directoryDown(Throwable failure) {
        return Future.failedFuture(directoryDown());
    }

    private static TrpcException directoryDown() {
        return new TrpcException(
                TrpcError.SERVICE_UNAVAILABLE, "The town directory can't be asked right now; try again");
    }

    private static <T> Future<T> fail(TrpcError error, String message) {
        return Future.failedFuture(new TrpcException(error, message));
    }
}
