package dev.gastown.terminal.ticket;

import dev.gastown.terminal.cluster.Once;
import dev.gastown.terminal.config.TicketSettings;
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
import java.util.UUID;

/**
 * Hands out stream tickets and takes them back, each once in the whole cluster (contract section 3). Its face is
 * {@link TicketDesk}; the addresses behind it are local, so that a ticket's way never leaves the node.
 */
public final class TicketVerticle extends VerticleBase {
    /** How long a ticket lives. */
    public static final Duration TICKET_LIFE = Duration.ofSeconds(60);

    static final String ISSUE_ADDRESS = "gastown.ticket.issue";
    static final String REDEEM_ADDRESS = "gastown.ticket.redeem";

    /** The name of the cluster-wide memory of used nonces. */
    public static final String USED_NONCES = "gastown.ticket.used";

    /**
     * A nonce is remembered for longer than its ticket lives, so that a node whose clock is behind does not take a
     * ticket again that the map has forgotten.
     */
    public static final Duration NONCE_MEMORY = TICKET_LIFE.multipliedBy(2);

    private final TicketSettings settings;
    private final Once usedNonces;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Counter issued;
    private final Counter redeemed;
    private TicketSigner signer;

    /**
     * @param settings keys and issuer
     * @param usedNonces remembers {@link #USED_NONCES} for {@link #NONCE_MEMORY}
     * @param clock the time tickets are issued at and judged by
     * @param meters where issued, redeemed and refused tickets are counted
     */
    public TicketVerticle(TicketSettings settings, Once usedNonces, Clock clock, MeterRegistry meters) {
        this.settings = settings;
        this.usedNonces = usedNonces;
        this.clock = clock;
        this.meters = meters;
        this.issued = meters.counter("gastown.tickets.issued");
        this.redeemed = meters.counter("gastown.tickets.redeemed");
        for (Reason reason : Reason.values()) {
            refusedCounter(reason);
        }
    }

    @Override
    public Future<?> start() {
        signer = new TicketSigner(vertx, settings);
        vertx.eventBus().<JsonObject>localConsumer(ISSUE_ADDRESS, this::issue);
        vertx.eventBus().<String>localConsumer(REDEEM_ADDRESS, this::redeem);
        return Future.succeededFuture();
    }

    private void issue(Message<JsonObject> request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        StreamTicket ticket = new StreamTicket(
                request.body().getString("userId"),
                UUID.fromString(request.body().getString("townId")),
                request.body().getString("sessionName"),
                Access.ofWireName(request.body().getString("access")).orElseThrow(),
                UUID.randomUUID(),
                now,
                now.plus(TICKET_LIFE));
        issued.increment();
        request.reply(TicketMessages.toJson(new SignedTicket(signer.sign(ticket), ticket.expiresAt())));
    }

    private void redeem(Message<String> request) {
        signer.verify(request.body(), clock.instant())
                .compose(this::useUp)
                .onSuccess(ticket -> {
                    redeemed.increment();
                    request.reply(TicketMessages.toJson(ticket));
                })
                .onFailure(failure -> {
                    // Anything unforeseen refuses as well: nobody gets in because something broke.
                    Reason reason =
                            failure instanceof TicketRefusedException refused ? refused.reason() : Reason.UNAVAILABLE;
                    refusedCounter(reason).increment();
                    request.fail(reason.ordinal(), reason.name());
                });
    }

    private Future<StreamTicket> useUp(StreamTicket ticket) {
        return usedNonces
                .isFirst(ticket.nonce().toString())
                .compose(
                        first -> first
                                ? Future.succeededFuture(ticket)
                                : Future.failedFuture(new TicketRefusedException(Reason.USED)),
                        noAnswer -> Future.failedFuture(new TicketRefusedException(Reason.UNAVAILABLE)));
    }

    private Counter refusedCounter(Reason reason) {
        return meters.counter("gastown.tickets.refused", "reason", reason.label());
    }
}
