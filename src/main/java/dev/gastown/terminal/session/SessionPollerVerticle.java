package dev.gastown.terminal.session;

import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.PollerSettings;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Publishes the session lists of watched towns (contract section 5): at once when somebody starts to watch, then every
 * interval while somebody does, on whichever node. Every node's poller knows all watched towns and when their lists are
 * due; the one node that {@link Pollers} names asks the sandbox. Requests for a list are answered by
 * {@link ListRequests}.
 */
public final class SessionPollerVerticle extends VerticleBase {
    /** A watch, or a poller, that is not heard of again ends after this time. */
    private static final Duration WATCH_LIFE = Duration.ofSeconds(3L * SessionAddresses.WATCH_RENEWAL_SECONDS);

    /** How long the last list of an unwatched town is kept. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    private final PollerSettings settings;
    private final TownDirectory towns;
    private final Supplier<LimitSettings> limits;
    private final Clock clock;
    private final Clock steady;
    private final MeterRegistry meters;
    private final PollMeters pollMeters;
    private final Duration watchLife;
    private final String self;
    private final Pollers pollers;
    private final Map<UUID, TownPoll> polls = new HashMap<>();
    private final Set<UUID> scheduled = new HashSet<>();
    private final Map<UUID, Instant> watchedHereUntil = new HashMap<>();
    private EventBus bus;
    private SandboxPolls sandboxes;
    private TownMemory memory;

    /**
     * @param settings interval and timeout
     * @param members the nodes that may poll
     * @param towns where the sandboxes are
     * @param limits how much of a sandbox's answer is taken, looked up for every poll
     * @param clock the time of lists
     * @param steady tells how long something took or lasts; nobody sets it
     * @param meters where polls are counted and timed
     */
    public SessionPollerVerticle(
            PollerSettings settings,
            Members members,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            Clock steady,
            MeterRegistry meters) {
        this(settings, members, towns, limits, clock, steady, meters, WATCH_LIFE);
    }

    /** @param watchLife how long a watch lasts that is not renewed */
    SessionPollerVerticle(
            PollerSettings settings,
            Members members,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            Clock steady,
            MeterRegistry meters,
            Duration watchLife) {
        this.watchLife = watchLife;
        this.settings = settings;
        this.self = members.self();
        this.pollers = new Pollers(members, steady, watchLife);
        this.towns = towns;
        this.limits = limits;
        this.clock = clock;
        this.steady = steady;
        this.meters = meters;
        this.pollMeters = new PollMeters(meters);
    }

    @Override
    public Future<?> start() {
        bus = vertx.eventBus();
        sandboxes = new SandboxPolls(
                new SandboxClient(vertx, settings.timeout(), limits, new LimitMeter(meters)), towns, pollMeters);
        vertx.setPeriodic(MEMORY.toMillis(), tick -> polls.values().removeIf(poll -> poll.isForgotten(MEMORY)));
        vertx.setPeriodic(
                Duration.ofSeconds(SessionAddresses.WATCH_RENEWAL_SECONDS).toMillis(), tick -> tell(watchedHere()));
        ListRequests requests = new ListRequests(vertx, pollers, settings.timeout(), this::pollOf);
        bus.<JsonObject>localConsumer(SessionAddresses.LIST, requests::answer);
        bus.<String>localConsumer(SessionAddresses.WATCH_HERE, watch -> watchHere(UUID.fromString(watch.body())));
        bus.<String>localConsumer(SessionAddresses.LEAVE, leave -> leave());
        return vertx.sharedData()
                .<String, JsonObject>getAsyncMap(TownMemory.MAP)
                .onSuccess(map -> memory = new TownMemory(map, MEMORY))
                .compose(map -> Future.all(
                        bus.<String>consumer(
                                        SessionAddresses.WATCH,
                                        watch -> Town.parseId(watch.body()).ifPresent(this::watch))
                                .completion(),
                        bus.<JsonObject>consumer(SessionAddresses.POLLERS, this::heard)
                                .completion(),
                        bus.<JsonObject>consumer(SessionAddresses.listsAt(self), requests::answerHere)
                                .completion()))
                // The others answer, and from then on this node knows what is watched, and has its share.
                .onSuccess(listening -> tell(List.of()));
    }

    private void watchHere(UUID townId) {
        boolean news = watchedHereUntil.put(townId, steady.instant().plus(watchLife)) == null;
        watch(townId);
        if (news) {
            tell(List.of(townId));
        }
    }

    private Collection<UUID> watchedHere() {
        watchedHereUntil.values().removeIf(until -> until.isBefore(steady.instant()));
        return watchedHereUntil.keySet();
    }

    private void tell(Collection<UUID> watched) {
        bus.publish(
                SessionAddresses.POLLERS,
                new PollerNotice(self, watched, pollers.unknownHere(), pollers.isLeaving()).toMessage());
    }

    private void heard(Message<JsonObject> message) {
        PollerNotice notice = PollerNotice.ofMessage(message.body());
        if (notice.node().equals(self)) {
            return;
        }
        if (pollers.heard(notice)) {
            tell(watchedHere());
        }
        notice.watched().forEach(this::watch);
    }

    private void leave() {
        pollers.leave();
        tell(watchedHere());
    }

    private void watch(UUID townId) {
        TownPoll poll = pollOf(townId);
        boolean starts = !poll.isWatched();
        poll.watchFor(watchLife);
        if (starts && pollers.isMine(townId)) {
            publish(townId, poll, poll.poll());
        }
        if (scheduled.add(townId)) {
            schedule(townId, poll);
        }
    }

    /** One timer a town at most, whatever watches come and go meanwhile. */
    private void schedule(UUID townId, TownPoll poll) {
        Duration wait = PollPhase.untilNext(townId, settings.interval(), clock);
        vertx.setTimer(wait.toMillis(), due -> {
            if (!poll.isWatched()) {
                scheduled.remove(townId);
                return;
            }
            if (pollers.isMine(townId)) {
                publish(townId, poll, poll.due());
            }
            schedule(townId, poll);
        });
    }

    private void publish(UUID townId, TownPoll poll, Future<SessionList> list) {
        list.onSuccess(made -> bus.publish(SessionAddresses.listsOf(townId), made.toJson()))
                .onFailure(unknown -> {
                    poll.watchFor(Duration.ZERO);
                    pollers.unknownHere(townId);
                    tell(List.of());
                });
    }

    private TownPoll pollOf(UUID townId) {
        return polls.computeIfAbsent(
                townId,
                id -> new TownPoll(
                        id,
                        clock,
                        steady,
                        settings.interval(),
                        memory,
                        pollMeters,
                        request -> sandboxes.ask(id, request)));
    }
}
