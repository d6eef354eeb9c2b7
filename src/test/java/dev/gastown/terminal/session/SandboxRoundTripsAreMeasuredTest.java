package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxRoundTripsAreMeasuredTest {
    private static final Duration NEVER_OVER = Duration.ofMinutes(5);
    private static final Duration OVER_AT_ONCE = Duration.ZERO;
    private static final Duration PATIENT = Duration.ofSeconds(8);
    private static final Duration DELAY = Duration.ofMillis(150);

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedSandbox sandbox = new ScriptedSandbox(vertx);
    private final UUID townId = UUID.randomUUID();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void theTimeIsTheSandboxes() {
        answerAfter(DELAY, 200);
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx, NEVER_OVER, PATIENT);

        assertThat(await(roundTrips.to(town(sandbox.url()))))
                .get()
                .satisfies(time -> assertThat(time).isBetween(DELAY, PATIENT));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 401, 404, 405, 500, 503})
    void everyAnswerCounts(int status) {
        answerAfter(Duration.ofMillis(1), status);

        assertThat(await(new SandboxRoundTrips(vertx).to(town(sandbox.url())))).isPresent();
    }

    @Test
    void nothingIsAskedForAndNothingIsFollowed() {
        List<String> requests = new CopyOnWriteArrayList<>();
        sandbox.script(request -> {
            boolean known = ScriptedSandbox.KEY.equals(request.getHeader(SandboxApi.KEY_HEADER));
            requests.add(request.method() + " " + request.uri() + " " + known);
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", "/elsewhere")
                    .end();
        });

        assertThat(await(new SandboxRoundTrips(vertx).to(town(sandbox.url())))).isPresent();
        assertThat(requests).containsExactly(HttpMethod.HEAD + " / true");
    }

    @Test
    void howeverManyAskOneMeasurementServesThemAll() {
        answerAfter(DELAY, 404);
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx, NEVER_OVER, PATIENT);
        List<Future<Optional<Duration>>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(roundTrips.to(town(sandbox.url())));
        }
        await(Future.all(asked));
        Optional<Duration> later = await(roundTrips.to(town(sandbox.url())));

        assertThat(asked.stream().map(Future::result).distinct()).containsExactly(later);
        assertThat(sandbox.asked()).isEqualTo(1);
    }

    @Test
    void aTownThatMovedIsMeasuredAnew() {
        answerAfter(Duration.ofMillis(1), 404);
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx, NEVER_OVER, PATIENT);
        await(roundTrips.to(town(sandbox.url())));
        ScriptedSandbox elsewhere = new ScriptedSandbox(vertx);
        await(roundTrips.to(town(elsewhere.url())));

        assertThat(elsewhere.asked()).isEqualTo(1);
    }

    @Test
    void measurementsShareAWarmConnection() {
        Set<String> connections = ConcurrentHashMap.newKeySet();
        sandbox.script(request -> {
            connections.add(request.remoteAddress().toString());
            request.response().setStatusCode(405).end("{\"error\":\"Only GET is possible here\"}");
        });
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx, OVER_AT_ONCE, PATIENT);
        for (int i = 0; i < 10; i++) {
            assertThat(await(roundTrips.to(town(sandbox.url())))).isPresent();
        }

        assertThat(sandbox.asked()).isEqualTo(10);
        assertThat(connections).hasSize(1);
    }

    @Test
    void aSandboxThatSaysNothingIsGivenUpAndAskedAgainLater() {
        sandbox.script(request -> {});
        SandboxRoundTrips roundTrips = new SandboxRoundTrips(vertx, OVER_AT_ONCE, DELAY);
        for (int i = 0; i < 6; i++) {
            assertThat(await(roundTrips.to(town(sandbox.url())))).isEmpty();
        }
        answerAfter(Duration.ofMillis(1), 404);

        assertThat(await(roundTrips.to(town(sandbox.url()))))
                .as("no connection is stuck")
                .isPresent();
    }

    @Test
    void aSandboxThatIsNotThereCannotBeReached() {
        URI gone = sandbox.url();
        sandbox.close();

        assertThat(await(new SandboxRoundTrips(vertx).to(town(gone)))).isEmpty();
    }

    private void answerAfter(Duration delay, int status) {
        sandbox.script(request -> vertx.setTimer(
                delay.toMillis(),
                timer -> request.response().setStatusCode(status).end()));
    }

    private Town town(URI url) {
        return new Town(
                townId,
                "Springfield",
                Owners.users("alice"),
                url,
                Optional.of(ScriptedSandbox.KEY),
                TownStatus.RUNNING);
    }
}
