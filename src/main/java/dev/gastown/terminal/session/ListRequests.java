package dev.gastown.terminal.session;

import dev.gastown.terminal.ops.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests for a town's list: through the poller that has the town, so that its sandbox is asked by one node
 * here too. All on the poller's event loop.
 */
final class ListRequests {
    /** What another node may take to answer beyond its poll, milliseconds: more than its memory of the town takes. */
    private static final long HOP_MILLIS = 1_500;

    /** How often it is looked whether a node that was asked is still there, milliseconds. */
    private static final long GONE_LOOK_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ListRequests.class);

    private final Vertx vertx;
    private final Pollers pollers;
    private final DeliveryOptions patience;
    private final Function<UUID, TownPoll> polls;

    /** @param pollTimeout what a poll may take, on any node */
    ListRequests(Vertx vertx, Pollers pollers, Duration pollTimeout, Function<UUID, TownPoll> polls) {
        this.vertx = vertx;
        this.pollers = pollers;
        this.patience = new DeliveryOptions().setSendTimeout(pollTimeout.toMillis() + HOP_MILLIS);
        this.polls = polls;
    }

    /** A request of this node: this one answers itself what a node ought to that is gone without others knowing yet. */
    void answer(Message<JsonObject> request) {
        UUID townId = UUID.fromString(request.body().getString("townId"));
        if (pollers.isMine(townId)) {
            answerHere(request);
            return;
        }
        String poller = pollers.of(townId);
        answerOf(poller, request.body()).onSuccess(request::reply).onFailure(failure -> {
            boolean answered =
                    failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE;
            if (!answered) {
                LOG.warn("Node {} did not answer for a session list: it is passed over until it speaks", poller);
                pollers.didNotAnswer(poller);
            }
            // An answer of failure is that the other does not know the town: its configuration may be older.
            answerHere(request);
        });
    }

    /** A request of any node, which held that the town is this one's. */
    void answerHere(Message<JsonObject> request) {
        UUID townId = UUID.fromString(request.body().getString("townId"));
        TownPoll poll = polls.apply(townId);
        boolean wasStale = poll.isStale();
        poll.atMost(
                        Duration.ofMillis(request.body().getLong("maxAgeMillis")),
                        TraceContext.ofMessage(request.body().getJsonObject("trace")))
                .onSuccess(list -> {
                    request.reply(poll.answer(list).toMessage());
                    if (wasStale && !list.isStale() && poll.isWatched()) {
                        vertx.eventBus().publish(SessionAddresses.listsOf(townId), list.toJson());
                    }
                })
                .onFailure(gone -> request.fail(0, "no such town"));
    }

    /** Fails when the other node does not answer in time, and as soon as it is gone. */
    private Future<JsonObject> answerOf(String poller, JsonObject question) {
        Promise<JsonObject> answer = Promise.promise();
        long look = vertx.setPeriodic(GONE_LOOK_MILLIS, tick -> {
            if (!pollers.isMember(poller)) {
                answer.tryFail(new NoSuchElementException("the node is gone"));
            }
        });
        vertx.eventBus()
                .<JsonObject>request(SessionAddresses.listsAt(poller), question, patience)
                .onSuccess(reply -> answer.tryComplete(reply.body()))
                .onFailure(answer::tryFail);
        return answer.future().onComplete(done -> vertx.cancelTimer(look));
    }
}
