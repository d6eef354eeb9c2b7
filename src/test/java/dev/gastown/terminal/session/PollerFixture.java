package dev.gastown.terminal.session;

import static dev.gastown.terminal.session.ScriptedSandbox.await;

import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.PollerSettings;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.town.ConfiguredTownDirectory;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A poller with one town in a scripted sandbox, and a monitor that hears its lists. */
final class PollerFixture implements AutoCloseable {
    static final UUID TOWN = UUID.fromString("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01");
    static final Duration INTERVAL = Duration.ofMillis(250);
    static final Duration WATCH_LIFE = Duration.ofMillis(1_000);
    private static final int DEADLINE_SECONDS = 10;

    final Vertx vertx = Vertx.vertx();
    final ScriptedSandbox sandbox = new ScriptedSandbox(vertx);
    final ConfiguredTownDirectory towns = new ConfiguredTownDirectory(Map.of());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final SessionLists lists = new SessionLists(vertx.eventBus(), Duration.ofSeconds(DEADLINE_SECONDS));
    volatile boolean directoryDown;
    private final BlockingQueue<JsonObject> published = new LinkedBlockingQueue<>();

    PollerFixture() {
        this(INTERVAL);
    }

    PollerFixture(Duration timeout) {
        LimitSettings limits = await(new Configuration(vertx, new JsonObject(), Map.of()).load())
                .limits();
        town(TownStatus.RUNNING, sandbox.url());
        vertx.eventBus().<JsonObject>consumer(SessionAddresses.listsOf(TOWN), list -> published.add(list.body()));
        await(vertx.deployVerticle(new SessionPollerVerticle(
                new PollerSettings(INTERVAL, timeout),
                Members.alone(),
                new Directory(),
                () -> limits,
                Clock.systemUTC(),
                Clock.systemUTC(),
                meters,
                WATCH_LIFE)));
    }

    /** The fixture's towns, unless it is down. */
    private final class Directory implements TownDirectory {
        @Override
        public Future<Optional<Town>> find(UUID townId) {
            return directoryDown ? Future.failedFuture("down") : towns.find(townId);
        }

        @Override
        public Future<List<Town>> visibleTo(User user) {
            return towns.visibleTo(user);
        }

        @Override
        public Runnable onChange(Runnable listener) {
            return towns.onChange(listener);
        }
    }

    void town(TownStatus status, URI sandboxUrl) {
        towns.replace(Map.of(
                TOWN,
                new Town(
                        TOWN,
                        "Springfield",
                        Owners.users("alice"),
                        sandboxUrl,
                        Optional.of(ScriptedSandbox.KEY),
                        status)));
    }

    /** The next list published. */
    JsonObject next() {
        try {
            JsonObject list = published.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (list == null) {
                throw new AssertionError("no list within " + DEADLINE_SECONDS + " s");
            }
            return list;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Watches and takes lists until one is as wanted. */
    JsonObject nextWith(String field, Object value) {
        for (int i = 0; i < 100; i++) {
            lists.watch(TOWN);
            JsonObject list = next();
            if (value.equals(list.getValue(field))) {
                return list;
            }
        }
        throw new AssertionError("no list with " + field + " " + value);
    }

    /** The lists published and not yet taken. */
    List<JsonObject> waiting() {
        return List.copyOf(published);
    }

    TownSessions ask(Duration maxAge) {
        return await(lists.of(TOWN, maxAge));
    }

    double polls(String result) {
        var counter = meters.find("gastown.polls").tag("result", result).counter();
        return counter == null ? 0 : counter.count();
    }

    /** How often a limit was reached. */
    double reached(Limit limit) {
        return meters.get("gastown.limits.reached")
                .tag("limit", limit.key())
                .counter()
                .count();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
