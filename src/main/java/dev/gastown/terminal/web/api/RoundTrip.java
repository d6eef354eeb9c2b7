package dev.gastown.terminal.web.api;

import dev.gastown.terminal.session.SandboxRoundTrips;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.Procedure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * {@code gastown.roundTrip}: how far the town's sandbox is from the gateway, and how long the gateway spent on finding
 * out, so that the caller can tell its own distance from the whole. Milliseconds, to a tenth.
 */
final class RoundTrip implements Procedure.Body {
    private static final double NANOS_PER_TENTH = 100_000;

    private final CallersTowns towns;
    private final SandboxRoundTrips roundTrips;

    RoundTrip(CallersTowns towns, SandboxRoundTrips roundTrips) {
        this.towns = towns;
        this.roundTrips = roundTrips;
    }

    @Override
    public Future<JsonObject> call(Caller caller, Object input) {
        long begin = System.nanoTime();
        return towns.running(caller.user(), ProcedureInput.of(input).townId())
                .compose(roundTrips::to)
                .map(measured -> new JsonObject()
                        .put("sandboxMillis", measured.map(RoundTrip::millis).orElse(null))
                        .put("tookMillis", millis(Duration.ofNanos(System.nanoTime() - begin))));
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / NANOS_PER_TENTH) / 10.0;
    }
}
