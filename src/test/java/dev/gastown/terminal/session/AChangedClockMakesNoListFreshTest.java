package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody, or a time server, puts the machine's clock an hour back or forward. */
class AChangedClockMakesNoListFreshTest {
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration MOST_AGE = Duration.ofSeconds(10);

    private final TestClock day = new TestClock();
    private final TestClock steady = new TestClock();
    private final Vertx vertx = Vertx.vertx();
    private int asked;
    private final TownPoll poll = new TownPoll(
            TOWN,
            day,
            steady,
            INTERVAL,
            new TownMemory(
                    await(vertx.sharedData().<String, JsonObject>getAsyncMap(TownMemory.MAP)), Duration.ofMinutes(5)),
            new PollMeters(new SimpleMeterRegistry()),
            request -> {
                asked++;
                return Future.succeededFuture(new SandboxListing(Set.of(), List.of(), 0));
            });

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aListIsAsOldAsItIs(int hours) {
        await(poll.atMost(MOST_AGE, Optional.empty()));
        day.advance(Duration.ofHours(hours));
        await(poll.atMost(MOST_AGE, Optional.empty()));
        assertThat(asked).isEqualTo(1);

        day.advance(MOST_AGE.plusMillis(1));
        steady.advance(MOST_AGE.plusMillis(1));
        await(poll.atMost(MOST_AGE, Optional.empty()));
        assertThat(asked).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aWatchLastsAsLongAsItLasts(int hours) {
        poll.watchFor(MOST_AGE);
        day.advance(Duration.ofHours(hours));
        assertThat(poll.isWatched()).isTrue();

        steady.advance(MOST_AGE);
        assertThat(poll.isWatched()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void theNextListIsTheNewer(int hours) {
        SessionList before = await(poll.poll());
        day.advance(Duration.ofHours(hours));

        assertThat(await(poll.poll()).sequence()).isGreaterThan(before.sequence());
    }
}
