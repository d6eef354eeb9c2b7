package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.PollerFixture.INTERVAL;
import static dev.gastown.terminal.session.PollerFixture.TOWN;
import static dev.gastown.terminal.session.PollerFixture.WATCH_LIFE;
import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlyWatchedTownsArePolledTest {
    private PollerFixture poller;

    @BeforeEach
    void start() {
        poller = new PollerFixture();
        poller.sandbox.sessions(session("hq-mayor", "mayor"));
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    @Test
    void atOnceWhenTheFirstViewerComesThenOnceAnInterval() {
        long start = System.nanoTime();
        poller.lists.watch(TOWN);
        poller.next();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));

        for (int i = 0; i < 5; i++) {
            // However many viewers say that they watch.
            Stream.generate(() -> TOWN).limit(5).forEach(poller.lists::watch);
            poller.next();
        }
        List<Long> asked = List.copyOf(poller.sandbox.askedAtNanos());
        assertThat(asked).hasSizeBetween(6, 7);
        // The second list comes at the town's own moment, which may be any time within an interval.
        assertThat(asked.get(5) - asked.get(1))
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(INTERVAL.toMillis() * 4 - 100));
    }

    @Test
    void notAfterTheLastViewerLeft() {
        poller.lists.watch(TOWN);
        poller.next();
        long left = System.nanoTime();
        long quiet = WATCH_LIFE.plus(INTERVAL.multipliedBy(2)).toNanos();
        GatewayFixture.eventually("a while after the watch's end", () -> System.nanoTime() - left > quiet);
        int asked = poller.sandbox.asked();
        GatewayFixture.eventually(
                "another while",
                () -> System.nanoTime() - left
                        > quiet + INTERVAL.multipliedBy(3).toNanos());

        assertThat(poller.sandbox.asked()).isEqualTo(asked);
        assertThat(poller.sandbox.askedAtNanos().get(asked - 1) - left).isLessThan(quiet);
        poller.waiting();
        poller.nextWith("stale", false);
        GatewayFixture.eventually("a poll for the next viewer", () -> poller.sandbox.asked() > asked);
    }

    @Test
    void withoutViewersNothingIsAsked() {
        await(poller.vertx.timer(INTERVAL.toMillis() * 3, TimeUnit.MILLISECONDS));

        assertThat(poller.sandbox.asked()).isZero();
    }

    @Test
    void thoseWhoAskAtTheSameTimeShareOnePoll() {
        Promise<Void> allHaveAsked = Promise.promise();
        Handler<HttpServerRequest> answer = poller.sandbox.script();
        poller.sandbox.script(request -> allHaveAsked.future().onSuccess(go -> answer.handle(request)));
        List<Future<TownSessions>> answers = Stream.generate(() -> poller.lists.of(TOWN, Duration.ZERO))
                .limit(100)
                .toList();
        // Answered in order: when this question is, the hundred before it have been heard.
        await(poller.lists.of(UUID.randomUUID(), Duration.ZERO).otherwiseEmpty());
        allHaveAsked.complete();

        await(Future.all(answers));
        assertThat(poller.sandbox.asked()).isEqualTo(1);
    }

    @Test
    void aFreshListIsNotAskedForAgain() {
        poller.ask(Duration.ofSeconds(10));
        poller.ask(Duration.ofSeconds(10));

        assertThat(poller.sandbox.asked()).isEqualTo(1);
    }

    @Test
    void sequencesGrow() {
        long before = 0;
        for (int i = 0; i < 4; i++) {
            poller.lists.watch(TOWN);
            long sequence = poller.next().getLong("sequence");
            assertThat(sequence).isGreaterThan(before);
            before = sequence;
        }
    }

    @Test
    void aSandboxThatGoesAwayLeavesItsLastListMarkedStaleUntilItIsBack() {
        JsonObject fresh = poller.nextWith("stale", false);
        poller.sandbox.script(request -> request.connection().close());
        JsonObject stale = poller.nextWith("stale", true);

        assertThat(stale.getJsonArray("sessions")).isEqualTo(fresh.getJsonArray("sessions"));
        assertThat(stale.getString("error")).isEqualTo("the sandbox can't be reached");
        assertThat(stale.getLong("polledAt")).isGreaterThanOrEqualTo(fresh.getLong("polledAt"));
        assertThat(stale.getLong("sequence")).isGreaterThan(fresh.getLong("sequence"));

        poller.sandbox.sessions(session("hq-mayor", "mayor"), session("gt-a", "polecat"));
        JsonObject back = poller.nextWith("stale", false);
        while (back.getJsonArray("sessions").size() == 1) {
            back = poller.nextWith("stale", false);
        }
        assertThat(back.containsKey("error")).isFalse();
        assertThat(back.getLong("sequence")).isGreaterThan(stale.getLong("sequence"));
    }

    @Test
    void errorsNameNoAddressAndNoKey() {
        poller.sandbox.script(request -> request.response().setStatusCode(401).end("key " + ScriptedSandbox.KEY));
        String list = poller.nextWith("stale", true).encode();

        assertThat(list).doesNotContain(ScriptedSandbox.KEY, "127.0.0.1", "http");
    }

    @Test
    void aListWithoutEndIsCutAtTheLimit() {
        AtomicInteger megabytes = new AtomicInteger();
        poller.sandbox.script(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            pour(response, Buffer.buffer(new byte[1 << 20]), megabytes);
        });

        assertThat(poller.ask(Duration.ZERO).failure()).isPresent();
        assertThat(megabytes).hasValueLessThan(64);
        assertThat(poller.polls("garbage") + poller.polls("timeout")).isEqualTo(1);
        assertThat(poller.reached(Limit.SANDBOX_LIST_BYTES)).isEqualTo(poller.polls("garbage"));
    }

    @Test
    void aSandboxThatNeverAnswersTimesOut() {
        poller.sandbox.script(request -> {});

        assertThat(poller.ask(Duration.ZERO).failure()).contains(Kind.TIMEOUT);
        assertThat(poller.polls("timeout")).isEqualTo(1);
    }

    @Test
    void aSandboxThatDripsItsAnswerTimesOut() {
        poller.sandbox.script(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            poller.vertx.setPeriodic(50, tick -> response.write(" "));
        });

        assertThat(poller.ask(Duration.ZERO).failure()).contains(Kind.TIMEOUT);
    }

    @Test
    void redirectsAreNotFollowed() {
        ScriptedSandbox elsewhere = new ScriptedSandbox(poller.vertx).sessions(session("evil", "mayor"));
        poller.sandbox.script(request -> request.response()
                .setStatusCode(302)
                .putHeader("Location", elsewhere.url() + "/sessions")
                .end());

        assertThat(poller.ask(Duration.ZERO).failure()).contains(Kind.REFUSED);
        assertThat(elsewhere.asked()).isZero();
    }

    @Test
    void whatIsNoListIsGarbage() {
        for (String body : List.of("", "null", "[]", "<html>", "{\"sessions\":7}", "[".repeat(100_000), "\u00ff")) {
            poller.sandbox.script(request -> request.response().end(body));
            assertThat(poller.ask(Duration.ZERO).failure()).as(body).contains(Kind.GARBAGE);
        }
    }

    @Test
    void aHundredThousandSessionsAreCutToTheLimit() {
        StringBuilder body = new StringBuilder("{\"sessions\":[{\"name\":\"hq-mayor\",\"role\":\"mayor\"}");
        for (int i = 0; i < 100_000; i++) {
            body.append(",{\"name\":\"s").append(i).append("\"}");
        }
        poller.close();
        poller = new PollerFixture(Duration.ofSeconds(5));
        poller.sandbox.script(request -> request.response().end(body + "]}"));

        TownSessions sessions = poller.ask(Duration.ZERO);
        assertThat(sessions.failure()).isEmpty();
        assertThat(sessions.list().getJsonArray("sessions")).hasSize(1_000);
        assertThat(poller.meters.get("gastown.poll.dropped.sessions").counter().count())
                .isEqualTo(99_001);
        assertThat(poller.reached(Limit.SANDBOX_SESSIONS)).isEqualTo(1);
    }

    @Test
    void aTownThatDoesNotRunIsNotAskedAndItsLastListStays() {
        poller.nextWith("stale", false);
        poller.town(TownStatus.STOPPED, poller.sandbox.url());
        JsonObject stale = poller.nextWith("stale", true);

        assertThat(stale.getString("error")).isEqualTo("the town is not running");
        assertThat(stale.getJsonArray("sessions")).hasSize(1);
    }

    @Test
    void aTownThatMovedIsAskedWhereItIsNow() {
        ScriptedSandbox next = new ScriptedSandbox(poller.vertx).sessions(session("hq-deacon", "deacon"));
        poller.town(TownStatus.RUNNING, URI.create(next.url() + "/"));

        assertThat(poller.ask(Duration.ZERO).roleOf("hq-deacon")).contains(Role.DEACON);
        assertThat(poller.ask(Duration.ZERO).roleOf("hq-mayor")).isEmpty();
    }

    @Test
    void pollsAreCountedAndTimedUnderTheContractsNames() {
        poller.ask(Duration.ZERO);

        assertThat(poller.polls("ok")).isEqualTo(1);
        assertThat(poller.meters.get("gastown.poll").timer().count()).isEqualTo(1);
    }

    private static void pour(HttpServerResponse response, Buffer chunk, AtomicInteger chunks) {
        if (chunks.incrementAndGet() <= 1_024 && !response.closed()) {
            response.write(chunk).onSuccess(written -> pour(response, chunk, chunks));
        }
    }
}
