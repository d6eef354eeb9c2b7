package dev.gastown.terminal.ticket;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
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
    public Future<SignedTicket> issue(User user, UUID townId, String sessionName, Access access) {
        return issue(
                TicketVerticle.ISSUE_ADDRESS, user, townId, access, new JsonObject().put("sessionName", sessionName));
    }

    @Override
    public Future<StreamTicket> redeem(String ticket) {
        return redeem(TicketVerticle.REDEEM_ADDRESS, TicketKind.STREAM, ticket);
    }

    @Override
    public Future<SignedTicket> issueWall(User user, UUID townId, List<String> sessionNames) {
        return issue(
                TicketVerticle.ISSUE_WALL_ADDRESS,
                user,
                townId,
                Access.READ,
                new JsonObject().put("sessionNames", new JsonArray(sessionNames)));
    }

    @Override
    public Future<WallTicket> redeemWall(String ticket) {
        return redeem(TicketVerticle.REDEEM_WALL_ADDRESS, TicketKind.WALL, ticket);
    }

    private Future<SignedTicket> issue(String address, User user, UUID townId, Access access, JsonObject opens) {
        JsonObject wanted = opens.put("userId", user.userId())
                .put("townId", townId.toString())
                .put("access", access.wireName());
        return eventBus.<JsonObject>request(address, TicketMessages.toJson(UserHeader.of(user), wanted), ON_THIS_NODE)
                .map(reply -> TicketMessages.signedTicket(reply.body()));
    }

    private <T extends Ticket> Future<T> redeem(String address, TicketKind<T> kind, String ticket) {
        return eventBus.<JsonObject>request(address, ticket, ON_THIS_NODE)
                .map(reply -> TicketMessages.ticket(kind, reply.body()))
                .recover(failure -> Future.failedFuture(new TicketRefusedException(reasonOf(failure))));
    }

    private static Reason reasonOf(Throwable failure) {
        boolean refused =
                failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE;
        return refused ? Reason.valueOf(failure.getMessage()) : Reason.UNAVAILABLE;
    }
}
