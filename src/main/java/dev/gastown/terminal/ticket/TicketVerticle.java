package dev.gastown.terminal.ticket;

import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.TicketSettings;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Hands out tickets and takes them back, each once in the whole cluster (contract section 3). Its face is
 * {@link TicketDesk}; the addresses behind it are local, so that a ticket's way never leaves the node.
 */
public final class TicketVerticle extends VerticleBase {
    /** How long a ticket lives. */
    public static final Duration TICKET_LIFE = Duration.ofSeconds(60);

    static final String ISSUE_ADDRESS = "gastown.ticket.issue";
    static final String REDEEM_ADDRESS = "gastown.ticket.redeem";
    static final String ISSUE_WALL_ADDRESS = "gastown.ticket.wall.issue";
    static final String REDEEM_WALL_ADDRESS = "gastown.ticket.wall.redeem";

    /** The name of the cluster-wide memory of used nonces. */
    public static final String USED_NONCES = "gastown.ticket.used";

    /**
     * A nonce is remembered for longer than its ticket lives, so that a node whose clock is behind does not take a
     * ticket again that the map has forgotten.
     */
    public static final Duration NONCE_MEMORY = TICKET_LIFE.multipliedBy(2);

    private final TicketSettings settings;
    private final Once usedNonces;
    private final Logins logins;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter issued;
    private final Counter redeemed;

    /**
     * @param settings keys and issuer
     * @param usedNonces remembers {@link #USED_NONCES} for {@link #NONCE_MEMORY}
     * @param logins tells who has logged out since a ticket was issued
     * @param clock the time tickets are issued at and judged by
     * @param meters where issued, redeemed and refused tickets are counted
     */
    public TicketVerticle(TicketSettings settings, Once usedNonces, Logins logins, Clock clock, MeterRegistry meters) {
        this.settings = settings;
        this.usedNonces = usedNonces;
        this.logins = logins;
        this.clock = clock;
        this.meters = meters;
        this.issued = counter("gastown.tickets.issued", "Tickets issued, of both kinds");
        this.redeemed = counter("gastown.tickets.redeemed", "Tickets that opened something");
        for (Reason reason : Reason.values()) {
            refusedCounter(reason);
        }
    }

    @Override
    public Future<?> start() {
        serve(TicketKind.STREAM, ISSUE_ADDRESS, REDEEM_ADDRESS);
        serve(TicketKind.WALL, ISSUE_WALL_ADDRESS, REDEEM_WALL_ADDRESS);
        return Future.succeededFuture();
    }

    private <T extends Ticket> void serve(TicketKind<T> kind, String issueAddress, String redeemAddress) {
        TicketSigner<T> signer = new TicketSigner<>(vertx, settings, kind);
        vertx.eventBus().<JsonObject>localConsumer(issueAddress, request -> issue(kind, signer, request));
        vertx.eventBus().<String>localConsumer(redeemAddress, request -> redeem(kind, signer, request));
    }

    private <T extends Ticket> void issue(TicketKind<T> kind, TicketSigner<T> signer, Message<JsonObject> request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        T ticket = kind.issue(
                TicketMessages.header(request.body()), TicketMessages.claims(request.body()), now, TICKET_LIFE);
        issued.increment();
        request.reply(TicketMessages.toJson(new SignedTicket(signer.sign(ticket), ticket.expiresAt())));
    }

    private <T extends Ticket> void redeem(TicketKind<T> kind, TicketSigner<T> signer, Message<String> request) {
        signer.verify(request.body(), clock.instant())
                .compose(this::checkLogin)
                .compose(this::useUp)
                .onSuccess(ticket -> {
                    redeemed.increment();
                    request.reply(TicketMessages.toJson(UserHeader.of(ticket.user()), kind.claims(ticket)));
                })
                .onFailure(failure -> {
                    // Anything unforeseen refuses as well: nobody gets in because something broke.
                    Reason reason =
                            failure instanceof TicketRefusedException refused ? refused.reason() : Reason.UNAVAILABLE;
                    refusedCounter(reason).increment();
                    request.fail(reason.ordinal(), reason.name());
                });
    }

    private <T extends Ticket> Future<T> checkLogin(T ticket) {
        return logins.isOver(ticket.user().login())
                ? Future.failedFuture(new TicketRefusedException(Reason.LOGIN_OVER))
                : Future.succeededFuture(ticket);
    }

    private <T extends Ticket> Future<T> useUp(T ticket) {
        return usedNonces
                .isFirst(ticket.nonce().toString())
                .compose(
                        first -> first
                                ? Future.succeededFuture(ticket)
                                : Future.failedFuture(new TicketRefusedException(Reason.USED)),
                        noAnswer -> Future.failedFuture(new TicketRefusedException(Reason.UNAVAILABLE)));
    }

    private Counter refusedCounter(Reason reason) {
        return Counter.builder("gastown.tickets.refused")
                .description("Tickets that opened nothing")
                .tag("reason", reason.label())
                .register(meters);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(meters);
    }
}
