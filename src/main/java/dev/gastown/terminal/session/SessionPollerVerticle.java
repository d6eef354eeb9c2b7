package dev.gastown.terminal.session;

import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.PollerSettings;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the session lists of watched towns (contract section 5): at once when somebody starts to watch, then every
 * interval while somebody does, on whichever node. Every node's poller knows all watched towns and when their lists are
 * due; the one node that {@link Pollers} names asks the sandbox. Also answers this node's requests for a list, through
 * the poller that has the town.
 */
public final class SessionPollerVerticle extends VerticleBase {
    /** A watch, or a poller, that is not heard of again ends after this time. */
    private static final Duration WATCH_LIFE = Duration.ofSeconds(3L * SessionAddresses.WATCH_RENEWAL_SECONDS);

    /** How long the last list of an unwatched town is kept. */
    private static final Duration MEMORY = Duration.ofMinutes(5);

    /** What another node may take to answer beyond its poll, milliseconds. */
    private static final long HOP_MILLIS = 500;

    /** How often it is looked whether a node that was asked is still there, milliseconds. */
    private static final long GONE_LOOK_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(SessionPollerVerticle.class);

    private final PollerSettings settings;
    private final TownDirectory towns;
    private final Supplier<LimitSettings> limits;
    private final Clock clock;
    private final MeterRegistry meters;
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
     * @param meters where polls are counted and timed
     */
    public SessionPollerVerticle(
            PollerSettings settings,
            Members members,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            MeterRegistry meters) {
        this(settings, members, towns, limits, clock, meters, WATCH_LIFE);
    }

    /** @param watchLife how long a watch lasts that is not renewed */
    SessionPollerVerticle(
            PollerSettings settings,
            Members members,
            TownDirectory towns,
            Supplier<LimitSettings> limits,
            Clock clock,
            MeterRegistry meters,
            Duration watchLife) {
        this.watchLife = watchLife;
        this.settings = settings;
        this.self = members.self();
        this.pollers = new Pollers(members, clock, watchLife);
        this.towns = towns;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        bus = vertx.eventBus();
        sandboxes = new SandboxPolls(new SandboxClient(vertx, settings.timeout(), limits), towns, meters);
        vertx.setPeriodic(MEMORY.toMillis(), tick -> polls.values().removeIf(poll -> poll.isForgotten(MEMORY)));
        vertx.setPeriodic(
                Duration.ofSeconds(SessionAddresses.WATCH_RENEWAL_SECONDS).toMillis(), tick -> tell(watchedHere()));
        bus.<JsonObject>localConsumer(SessionAddresses.LIST, this::answer);
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
                        bus.<JsonObject>consumer(SessionAddresses.listsAt(self), this::answerHere)
                                .completion()))
                // The others answer, and from then on this node knows what is watched, and has its share.
                .onSuccess(listening -> tell(List.of()));
    }

    private void watchHere(UUID townId) {
        boolean news = watchedHereUntil.put(townId, clock.instant().plus(watchLife)) == null;
        watch(townId);
        if (news) {
            tell(List.of(townId));
        }
    }

    private Collection<UUID> watchedHere() {
        watchedHereUntil.values().removeIf(until -> until.isBefore(clock.instant()));
        return watchedHereUntil.keySet();
    }

    private void tell(Collection<UUID> watched) {
        bus.publish(
                SessionAddresses.POLLERS,
                new PollerNotice(self, List.copyOf(watched), pollers.isLeaving()).toMessage());
    }

    private void heard(Message<JsonObject> message) {
        PollerNotice notice = PollerNotice.ofMessage(message.body());
        if (notice.node().equals(self)) {
            return;
        }
        if (pollers.isNew(notice)) {
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
                .onFailure(gone -> poll.watchFor(Duration.ZERO));
    }

    /** This node asks: the town's own poller is to answer, or this one when that one is gone without others knowing yet. */
    private void answer(Message<JsonObject> request) {
        UUID townId = UUID.fromString(request.body().getString("townId"));
        String poller = pollers.of(townId);
        if (poller.equals(self)) {
            answerHere(request);
            return;
        }
        answerOf(poller, request.body()).onSuccess(list -> request.reply(list)).onFailure(failure -> {
            if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
                request.fail(reply.failureCode(), reply.getMessage());
            } else {
                LOG.warn("Node {} did not answer for a session list: this one asks the sandbox", poller);
                answerHere(request);
            }
        });
    }

    /** Fails when the other node does not answer in time, and as soon as it is gone. */
    private Future<JsonObject> answerOf(String poller, JsonObject question) {
        Promise<JsonObject> answer = Promise.promise();
        long look = vertx.setPeriodic(GONE_LOOK_MILLIS, tick -> {
            if (!pollers.isMember(poller)) {
                answer.tryFail(new NoSuchElementException("the node is gone"));
            }
        });
        DeliveryOptions patience =
                new DeliveryOptions().setSendTimeout(settings.timeout().toMillis() + HOP_MILLIS);
        bus.<JsonObject>request(SessionAddresses.listsAt(poller), question, patience)
                .onSuccess(reply -> answer.tryComplete(reply.body()))
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> vertx.cancelTimer(look));
    }

    private void answerHere(Message<JsonObject> request) {
        UUID townId = UUID.fromString(request.body().getString("townId"));
        TownPoll poll = pollOf(townId);
        boolean wasStale = poll.isStale();
        poll.atMost(Duration.ofMillis(request.body().getLong("maxAgeMillis")))
                .onSuccess(list -> {
                    request.reply(poll.answer(list).toMessage());
                    if (wasStale && !list.isStale() && poll.isWatched()) {
                        bus.publish(SessionAddresses.listsOf(townId), list.toJson());
                    }
                })
                .onFailure(gone -> request.fail(0, "no such town"));
    }

    private TownPoll pollOf(UUID townId) {
        return polls.computeIfAbsent(
                townId, id -> new TownPoll(id, clock, settings.interval(), memory, () -> sandboxes.ask(id)));
    }
}
