package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.session.SandboxRoundTrips;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.ticket.EventBusTicketDesk;
import dev.gastown.terminal.ticket.TicketRateLimit;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.web.api.GastownProcedures;
import dev.gastown.terminal.web.trpc.Caller;
import dev.gastown.terminal.web.trpc.Procedure;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectoryDownIs503Test {
    private static final User ALICE = new User("alice", Optional.empty());

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static final TraceContext TRACE =
            new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", false, Optional.empty());

    @Test
    void forEveryProcedure() {
        Map<String, Procedure> procedures = GastownProcedures.all(
                new Down(),
                new SessionLists(vertx.eventBus(), Duration.ofSeconds(1)),
                new SandboxRoundTrips(vertx),
                new EventBusTicketDesk(vertx.eventBus()),
                new TicketRateLimit(Clock.systemUTC(), () -> 0, new SimpleMeterRegistry()),
                new Audit(vertx.eventBus()),
                Clock.systemUTC(),
                Duration.ofSeconds(5));
        JsonObject input = new JsonObject()
                .put("townId", UUID.randomUUID().toString())
                .put("sessionName", "hq-mayor")
                .put("sessionNames", JsonArray.of("hq-mayor"));

        procedures.forEach((name, procedure) -> assertThatThrownBy(
                        () -> await(procedure.body().call(new Caller(ALICE, TRACE), input)))
                .as(name)
                .isInstanceOfSatisfying(
                        TrpcException.class,
                        failure -> org.assertj.core.api.Assertions.assertThat(failure.error())
                                .isEqualTo(TrpcError.SERVICE_UNAVAILABLE)));
    }

    private static final class Down implements TownDirectory {
        @Override
        public Future<Optional<Town>> find(UUID townId) {
            return Future.failedFuture("the database is down");
        }

        @Override
        public Future<List<Town>> visibleTo(User user) {
            return Future.failedFuture("the database is down");
        }

        @Override
        public Runnable onChange(Runnable listener) {
            return () -> {};
        }
    }
}
