package dev.gastown.terminal.web.api;

import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.Procedure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * {@code gastown.listSessions} (contract sections 2 and 11): the town's session list; the last known one, stale, while
 * the sandbox can't be asked.
 */
final class ListSessions implements Procedure.Body {
    private final CallersTowns towns;
    private final Duration maxAge;

    /** @param maxAge the poll interval: a watched town is never asked again for a call */
    ListSessions(CallersTowns towns, Duration maxAge) {
        this.towns = towns;
        this.maxAge = maxAge;
    }

    @Override
    public Future<JsonObject> call(Caller caller, Object input) {
        return towns.running(caller.user(), ProcedureInput.of(input).townId())
                .compose(town -> towns.sessions(town, maxAge, caller.trace()))
                .compose(sessions -> sessions.everSeen()
                        ? Future.succeededFuture(sessions.list())
                        : Future.failedFuture(
                                CallersTowns.sandboxFailure(sessions.failure().orElse(Kind.UNREACHABLE))));
    }
}
