package dev.gastown.terminal.ticket;

import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.UUID;

/** Asks the node's own {@link TicketVerticle} over the event bus. Safe from any event loop. */
public final class EventBusTicketDesk implements TicketDesk {
    /** A cluster that can't answer within this time is treated as one that can't answer. */
    private static final Duration ANSWER_TIME = Duration.ofSeconds(3);

    private static final DeliveryOptions ON_THIS_NODE =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(ANSWER_TIME.toMillis());

    private final EventBus eventBus;

    /** @param eventBus the bus the verticle listens on */
    public EventBusTicketDesk(EventBus eventBus) {
        this.eventBus = eventBus;
    }

    @Override
    public Future<SignedTicket> issue(String userId, UUID townId, String sessionName, Access access) {
        JsonObject request = new JsonObject()
                .put("userId", userId)
                .put("townId", townId.toString())
                .put("sessionName", sessionName)
                .put("access", access.wireName());
        return eventBus.<JsonObject>request(TicketVerticle.ISSUE_ADDRESS, request, ON_THIS_NODE)
                .map(reply -> TicketMessages.signedTicket(reply.body()));
    }

    @Override
    public Future<StreamTicket> redeem(String ticket) {
        return eventBus.<JsonObject>request(TicketVerticle.REDEEM_ADDRESS, ticket, ON_THIS_NODE)
                .map(reply -> TicketMessages.streamTicket(reply.body()))
                .recover(failure -> Future.failedFuture(new TicketRefusedException(reasonOf(failure))));
    }

    private static Reason reasonOf(Throwable failure) {
        boolean refused =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE;
        return refused ? Reason.valueOf(failure.getMessage()) : Reason.UNAVAILABLE;
    }
}
