package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.session.SandboxException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AFailingSandboxIsLeftInPeaceTest {
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final AgentSession MAYOR = new AgentSession(
            "hq-mayor",
            Role.MAYOR,
            Optional.empty(),
            Status.ACTIVE,
            true,
            Optional.of(3),
            Optional.of("zsh"),
            Optional.of("waiting"),
            Optional.of("asks"));

    private final TestClock clock = new TestClock();
    private final Vertx vertx = Vertx.vertx();
    private final TownMemory memory = new TownMemory(
            await(vertx.sharedData().<String, JsonObject>getAsyncMap(TownMemory.MAP)), Duration.ofMinutes(5));
    private Optional<Kind> failure = Optional.empty();
    private int asked;
    private final TownPoll poll = poll();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void butItsLastListIsPublishedEveryInterval() {
        SessionList fresh = due();
        failure = Optional.of(Kind.TIMEOUT);
        asked = 0;
        long sequence = fresh.sequence();
        for (int i = 0; i < 24; i++) {
            clock.advance(INTERVAL);
            SessionList stale = due();
            assertThat(stale.isStale()).isTrue();
            assertThat(stale.sessions()).isEqualTo(fresh.sessions());
            assertThat(stale.polledAt()).isEqualTo(fresh.polledAt());
            assertThat(stale.sequence()).isGreaterThan(sequence);
            sequence = stale.sequence();
        }

        // The first failures are looked into at once, later ones every third time.
        assertThat(asked).isBetween(9, 10);
    }

    @Test
    void andComesBackWithTheNextPoll() {
        failure = Optional.of(Kind.UNREACHABLE);
        for (int i = 0; i < 10; i++) {
            due();
            clock.advance(INTERVAL);
        }
        failure = Optional.empty();
        due();
        clock.advance(INTERVAL);
        due();
        clock.advance(INTERVAL);

        assertThat(due().isStale()).isFalse();
        asked = 0;
        clock.advance(INTERVAL);
        due();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void aTownThatDoesNotRunCostsNothingAndIsLookedAtEveryTime() {
        failure = Optional.of(Kind.NOT_RUNNING);
        for (int i = 0; i < 10; i++) {
            due();
            clock.advance(INTERVAL);
        }

        assertThat(asked).isEqualTo(10);
    }

    @Test
    void whoAsksIsToldOfTheLastFailureForASecondAndThenAskedForAgain() {
        failure = Optional.of(Kind.REFUSED);
        await(poll.atMost(Duration.ZERO, Optional.empty()));
        await(poll.atMost(Duration.ZERO, Optional.empty()));
        assertThat(asked).isEqualTo(1);

        clock.advance(Duration.ofMillis(1_001));
        await(poll.atMost(Duration.ZERO, Optional.empty()));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void theNodeThatTakesOverKnowsTheLastListAndGoesOnCounting() {
        SessionList before = due();
        failure = Optional.of(Kind.UNREACHABLE);

        TownPoll elsewhere = poll();
        SessionList after = await(elsewhere.due());
        assertThat(after.isStale()).isTrue();
        assertThat(after.sessions()).isEqualTo(before.sessions());
        assertThat(after.sequence()).isGreaterThan(before.sequence());
        assertThat(elsewhere.answer(after).everSeen()).isTrue();
        assertThat(elsewhere.answer(after).speaksV2()).isTrue();
    }

    @Test
    void theNodeThatTakesBackDoesNotCountFromWhereItLeft() {
        due();
        TownPoll elsewhere = poll();
        SessionList there = null;
        for (int i = 0; i < 5; i++) {
            // Its clock may be anything: it counts on by one at least.
            there = await(elsewhere.poll());
        }
        clock.advance(Duration.ofSeconds(11));

        assertThat(due().sequence()).isGreaterThan(there.sequence());
    }

    private SessionList due() {
        return await(poll.due());
    }

    private TownPoll poll() {
        return new TownPoll(
                TOWN, clock, clock, INTERVAL, memory, new PollMeters(new SimpleMeterRegistry()), request -> {
                    asked++;
                    return failure.map(kind -> Future.<SandboxListing>failedFuture(new SandboxException(kind)))
                            .orElseGet(() -> Future.succeededFuture(
                                    new SandboxListing(Set.of(SandboxApi.TERMINAL_V2), List.of(MAYOR), 0)));
                });
    }
}
