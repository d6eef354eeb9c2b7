package dev.gastown.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/metrics.md} says of the polls' meters. */
class PollsAreMeasuredTest {
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private final TownMemory memory = new TownMemory(
            ScriptedSandbox.await(vertx.sharedData().<String, JsonObject>getAsyncMap(TownMemory.MAP)),
            Duration.ofMinutes(5));

    @AfterEach
    void stop() {
        ScriptedSandbox.await(vertx.close());
    }

    @Test
    void aTownThatAnotherNodePolledBeforeIsATakeover() {
        SimpleMeterRegistry first = new SimpleMeterRegistry();
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        TownPoll here = poll(first);
        ScriptedSandbox.await(here.poll());
        ScriptedSandbox.await(here.poll());
        clock.advance(Duration.ofSeconds(30));
        ScriptedSandbox.await(here.poll());
        assertThat(takeovers(first)).isZero();

        TownPoll there = poll(second);
        ScriptedSandbox.await(there.poll());
        ScriptedSandbox.await(there.poll());
        assertThat(takeovers(second)).isEqualTo(1);

        clock.advance(Duration.ofSeconds(30));
        ScriptedSandbox.await(here.poll());
        assertThat(takeovers(first)).as("and back again").isEqualTo(1);
    }

    @Test
    void aListWithoutTheSandboxIsStaleAndEveryPollIsTimed() {
        try (PollerFixture poller = new PollerFixture()) {
            poller.sandbox.sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
            poller.nextWith("stale", false);
            assertThat(poller.meters.get("gastown.polls.stale").counter().count())
                    .isZero();

            poller.sandbox.script(
                    request -> request.response().setStatusCode(500).end());
            poller.nextWith("stale", true);
            assertThat(poller.meters.get("gastown.polls.stale").counter().count())
                    .isPositive();
            assertThat(poller.polls("refused")).isPositive();
            assertThat(poller.meters.get("gastown.poll").timer().count())
                    .isGreaterThanOrEqualTo((long) (poller.polls("ok") + poller.polls("refused")));
        }
    }

    private static double takeovers(SimpleMeterRegistry meters) {
        return meters.get("gastown.polls.takeovers").counter().count();
    }

    private TownPoll poll(SimpleMeterRegistry meters) {
        return new TownPoll(
                TOWN,
                clock,
                clock,
                Duration.ofSeconds(5),
                memory,
                new PollMeters(meters),
                request -> Future.succeededFuture(new SandboxListing(Set.of(), List.of(), 0)));
    }
}
