package dev.gastown.terminal.session;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.PollerSettings;
import dev.gastown.terminal.session.SandboxException.Kind;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Polls the sandboxes of watched towns and publishes their session lists (contract section 5): at once when somebody
 * starts to watch, then every interval while somebody does. Also answers requests for a list on this node.
 */
public final class SessionPollerVerticle extends VerticleBase {
    /** A watch that is not renewed ends after this time. */
    private static final Duration WATCH_LIFE = Duration.ofSeconds(3L * SessionAddresses.WATCH_RENEWAL_SECONDS);

    /** How long the last list of an unwatched town is kept. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final PollerSettings settings;
    private final TownDirectory towns;
    private final Supplier<LimitSettings> limits;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Duration watchLife;
    private final Timer duration;
    private final Counter droppedSessions;
    private final Map<UUID, TownPoll> polls = new HashMap<>();
    private final Set<UUID> scheduled = new HashSet<>();
    private SandboxClient sandboxes;

    /**
     * @param settings interval and timeout
     * @param towns where the sandboxes are
     * @param limits how much of a sandbox's answer is taken, looked up for every poll
     * @param clock the time of lists
     * @param meters where polls are counted and timed
     */
    public SessionPollerVerticle(
            PollerSettings settings,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            MeterRegistry meters) {
        this(settings, towns, limits, clock, meters, WATCH_LIFE);
    }

    /** @param watchLife how long a watch lasts that is not renewed */
    SessionPollerVerticle(
            PollerSettings settings,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            MeterRegistry meters,
            Duration watchLife) {
        this.watchLife = watchLife;
        this.settings = settings;
        this.towns = towns;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.duration = meters.timer("gastown.poll");
        this.droppedSessions = meters.counter("gastown.poll.dropped.sessions");
    }

    @Override
    public Future<?> start() {
        sandboxes = new SandboxClient(vertx, settings.timeout(), limits);
        vertx.setPeriodic(MEMORY.toMillis(), tick -> polls.values().removeIf(poll -> poll.isForgotten(MEMORY)));
        vertx.eventBus().<JsonObject>localConsumer(SessionAddresses.LIST, this::answer);
        return vertx.eventBus()
                .<String>consumer(SessionAddresses.WATCH, watch -> watch(UUID.fromString(watch.body())))
                .completion();
    }

    private void watch(UUID townId) {
        TownPoll poll = pollOf(townId);
        boolean starts = !poll.isWatched();
        poll.watchFor(watchLife);
        if (starts) {
            publish(townId, poll);
        }
        if (scheduled.add(townId)) {
            schedule(townId, poll);
        }
    }

    /** One timer a town at most, whatever watches come and go meanwhile. */
    private void schedule(UUID townId, TownPoll poll) {
        vertx.setTimer(settings.interval().toMillis(), due -> {
            if (poll.isWatched()) {
                publish(townId, poll);
                schedule(townId, poll);
            } else {
                scheduled.remove(townId);
            }
        });
    }

    private void publish(UUID townId, TownPoll poll) {
        poll.poll()
                .onSuccess(list -> vertx.eventBus().publish(SessionAddresses.listsOf(townId), list.toJson()))
                .onFailure(gone -> poll.watchFor(Duration.ZERO));
    }

    private void answer(Message<JsonObject> request) {
        UUID townId = UUID.fromString(request.body().getString("townId"));
        TownPoll poll = pollOf(townId);
        poll.atMost(Duration.ofMillis(request.body().getLong("maxAgeMillis")))
                .onSuccess(list -> request.reply(poll.answer(list).toMessage()))
                .onFailure(gone -> request.fail(0, "no such town"));
    }

    private TownPoll pollOf(UUID townId) {
        return polls.computeIfAbsent(townId, id -> new TownPoll(id, clock, () -> ask(id)));
    }

    private Future<SandboxListing> ask(UUID townId) {
        Timer.Sample sample = Timer.start(meters);
        return towns.find(townId)
                .compose(this::askSandbox)
                .onComplete(result -> sample.stop(duration))
                .onSuccess(listing -> {
                    count("ok");
                    droppedSessions.increment(listing.dropped());
                })
                .onFailure(failure -> count(
                        failure instanceof SandboxException noList
                                ? noList.kind().name().toLowerCase(Locale.ROOT)
                                : "no_town"));
    }

    private Future<SandboxListing> askSandbox(Optional<Town> town) {
        if (town.isEmpty() || town.get().status() == TownStatus.DESTROYED) {
            return Future.failedFuture(new NoSuchElementException("no such town"));
        }
        return town.get().status() == TownStatus.RUNNING
                ? sandboxes.list(town.get())
                : Future.failedFuture(new SandboxException(Kind.NOT_RUNNING));
    }

    private void count(String result) {
        meters.counter("gastown.polls", "result", result).increment();
    }
}
