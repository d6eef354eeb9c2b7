package dev.gastown.terminal.web.feed;

import static dev.gastown.terminal.command.GatewayFixture.eventually;
import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.session.SessionLists;
import dev.gastown.terminal.town.ConfiguredTownDirectory;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers on two event loops of one node, with sockets that note what they are given and take it when told. */
class AListIsEncodedOnceTest {
    private static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");
    private static final TownDirectory TOWNS = new ConfiguredTownDirectory(Map.of(
            TOWN,
            new Town(
                    TOWN,
                    "Springfield",
                    Owners.users("alice"),
                    URI.create("http://127.0.0.1:1"),
                    Optional.empty(),
                    TownStatus.RUNNING)));
    private static final String LISTS = "gastown.town." + TOWN + ".sessions";
    private static final String REGISTER =
            new JsonObject().put("type", "register").put("address", LISTS).encode();
    private static final int LOOPS = 2;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.builder()
            .withMetrics(new MicrometerMetricsFactory(meters))
            .with(new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
            .build();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<FeedLoop> loops = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        vertx.eventBus().<JsonObject>localConsumer("gastown.session.list", request -> {
            asked.incrementAndGet();
            request.reply(
                    new JsonObject().put("list", list(1)).put("speaksV2", true).put("everSeen", true));
        });
        TownLists lists =
                new TownLists(vertx, new SessionLists(vertx.eventBus(), Duration.ofSeconds(5)), Duration.ofMinutes(1));
        FeedMeters counts = new FeedMeters(meters);
        for (int i = 0; i < LOOPS; i++) {
            await(vertx.deployVerticle(new VerticleBase() {
                @Override
                public Future<?> start() {
                    loops.add(new FeedLoop(vertx, lists, counts));
                    return Future.succeededFuture();
                }
            }));
        }
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void forAllSubscribersOfANodeAndHeardByOneConsumer() {
        double before = consumers();
        List<NotingSocket> sockets = IntStream.range(0, 1_000)
                .mapToObj(i -> subscriber(loops.get(i % LOOPS), true))
                .toList();
        eventually("greetings", () -> sockets.stream().allMatch(socket -> socket.given.size() == 1));
        assertThat(consumers()).isEqualTo(before + 1);

        vertx.eventBus().publish(LISTS, list(2));
        eventually("the list", () -> sockets.stream().allMatch(socket -> socket.given.size() == 2));
        Envelope first = sockets.get(0).given.get(1);
        assertThat(first.text()).contains("\"sequence\":2");
        assertThat(sockets).allSatisfy(socket -> assertThat(socket.given.get(1)).isSameAs(first));

        NotingSocket late = subscriber(loops.get(0), true);
        eventually("the greeting", () -> late.given.size() == 1);
        assertThat(late.given.get(0)).isSameAs(first);

        late.close(1000, "");
        sockets.subList(1, sockets.size()).forEach(socket -> socket.close(1000, ""));
        eventually("the others' end", () -> subscriptions() == 1);
        assertThat(consumers()).isEqualTo(before + 1);
        sockets.get(0).close(1000, "");
        eventually("nobody listens", () -> subscriptions() == 0 && consumers() == before);
    }

    @Test
    void thePollerIsAskedOnceForAllWhoComeTogether() {
        Promise<Void> together = Promise.promise();
        FeedLoop loop = loops.get(0);
        List<NotingSocket> sockets = new ArrayList<>();
        loop.run(() -> {
            for (int i = 0; i < 100; i++) {
                sockets.add(subscriber(loop, true));
            }
            together.complete();
        });
        await(together.future());
        eventually("greetings", () -> sockets.stream().allMatch(socket -> socket.given.size() == 1));
        assertThat(asked).hasValueLessThan(5);
    }

    @Test
    void aBrowserThatTakesNothingIsOwedTheNewestListAndNoOther() {
        NotingSocket slow = subscriber(loops.get(0), false);
        NotingSocket quick = subscriber(loops.get(0), true);
        eventually("greetings", () -> slow.given.size() == 1 && quick.given.size() == 1);
        for (int sequence = 2; sequence <= 20; sequence++) {
            int count = sequence;
            vertx.eventBus().publish(LISTS, list(sequence));
            eventually("the list", () -> quick.given.size() == count);
        }
        assertThat(slow.given).hasSize(1);
        // All but the one that waits.
        eventually(
                "the lists it will never get",
                () -> meters.get("gastown.feed.drops").counter().count() == 18);

        slow.take();
        eventually("the newest", () -> slow.given.size() == 2);
        assertThat(slow.given.get(1).text()).contains("\"sequence\":20");
        slow.take();
        vertx.eventBus().publish(LISTS, list(21));
        eventually("the next", () -> slow.given.size() == 3);
        assertThat(slow.given.get(2).text()).contains("\"sequence\":21");
    }

    @Test
    void whoAsksOnAndReadsNothingIsNotAnsweredForEver() {
        NotingSocket deaf = subscriber(loops.get(0), false);
        loops.get(0).run(() -> {
            for (int i = 0; i < 10_000; i++) {
                deaf.session.heard("{");
            }
        });
        eventually("answers", () -> !deaf.answers.isEmpty());
        Promise<Void> over = Promise.promise();
        loops.get(0).run(over::complete);
        await(over.future());
        assertThat(deaf.answers).hasSizeLessThan(100);
    }

    private NotingSocket subscriber(FeedLoop loop, boolean takes) {
        NotingSocket socket = new NotingSocket(loop, takes);
        loop.run(() -> {
            socket.session = new FeedSession(loop, socket, TOWNS, Optional.of(new User("alice", Optional.empty())));
            socket.session.heard(REGISTER);
        });
        return socket;
    }

    private double consumers() {
        return meters.get("vertx.eventbus.handlers").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    private double subscriptions() {
        return meters.get("gastown.feed.subscribers").gauge().value();
    }

    private static JsonObject list(long sequence) {
        return new JsonObject()
                .put("townId", TOWN.toString())
                .put("stale", false)
                .put("sequence", sequence)
                .put("sessions", new JsonArray());
    }

    private static final class NotingSocket implements FeedSocket {
        final List<Envelope> given = new CopyOnWriteArrayList<>();
        final List<String> answers = new CopyOnWriteArrayList<>();
        private final ConcurrentLinkedQueue<Runnable> untaken = new ConcurrentLinkedQueue<>();
        private final FeedLoop loop;
        private final boolean takes;
        volatile FeedSession session;

        NotingSocket(FeedLoop loop, boolean takes) {
            this.loop = loop;
            this.takes = takes;
        }

        @Override
        public void write(Envelope envelope, Runnable taken) {
            given.add(envelope);
            written(taken);
        }

        @Override
        public void write(String message, Runnable taken) {
            answers.add(message);
            written(taken);
        }

        private void written(Runnable taken) {
            if (takes) {
                taken.run();
            } else {
                untaken.add(taken);
            }
        }

        /** Takes everything it was given. */
        void take() {
            loop.run(() -> {
                for (Runnable one = untaken.poll(); one != null; one = untaken.poll()) {
                    one.run();
                }
            });
        }

        @Override
        public void close(int code, String reason) {
            loop.run(session::closed);
        }
    }
}
