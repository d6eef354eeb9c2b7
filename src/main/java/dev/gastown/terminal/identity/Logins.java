package dev.gastown.terminal.identity;

import dev.gastown.terminal.cluster.Marks;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which logins still count, on every node alike: a user token says by itself how long it lives, but not that its user has
 * logged out since. Safe on any event loop; never blocks.
 */
public final class Logins {
    /** The name of the cluster-wide memory of logins that were ended before they expired. */
    public static final String LOGGED_OUT = "gastown.logins.ended";

    /**
     * How often holders of open sockets ask about the logins behind them: the longest that a socket outlives its login,
     * but for what the news takes from another node.
     */
    public static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    /** A session that may be renewed is remembered as ended for this long after its last known token. */
    private static final Duration RENEWALS = Duration.ofHours(24);

    /** Before the lines of logins that a later token carries on, in the same memory. */
    private static final String RENEWED = "renewed:";

    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

    private final Marks marks;
    private final Clock clock;
    private final Map<String, Instant> latest = new ConcurrentHashMap<>();

    /**
     * @param marks remembers {@link #LOGGED_OUT}, and which logins were renewed
     * @param clock the time logins expire by
     */
    public Logins(Marks marks, Clock clock) {
        this.marks = marks;
        this.clock = clock;
    }

    /**
     * Ends a login on every node.
     *
     * @return completes when it counts here; fails when the cluster can't be reached
     */
    public Future<Void> logOut(Login login) {
        Instant now = clock.instant();
        Instant over = login.line().isPresent() ? login.expiresAt().plus(RENEWALS) : login.expiresAt();
        return now.isBefore(over) ? marks.mark(login.id(), Duration.between(now, over)) : Future.succeededFuture();
    }

    /**
     * Hears of a token that is valid. What an earlier token of the same line opened stays open until this one expires, on
     * every node. Costs nothing but for a token's first time on this node.
     */
    public void saw(Login login) {
        Instant now = clock.instant();
        if (login.line().isEmpty() || !now.isBefore(login.expiresAt())) {
            return;
        }
        String line = login.line().get();
        Instant known = latest.get(line);
        if (known != null && !login.expiresAt().isAfter(known)) {
            return;
        }
        latest.merge(line, login.expiresAt(), (one, other) -> one.isAfter(other) ? one : other);
        forgetTheExpired(now);
        marks.mark(RENEWED + line, Duration.between(now, login.expiresAt()))
                .onFailure(failure -> LOG.warn("A login could not be told to the cluster: what an earlier token of it"
                        + " opened ends with that token"));
    }

    private void forgetTheExpired(Instant now) {
        latest.values().removeIf(expiresAt -> !now.isBefore(expiresAt));
    }

    /** What a login is worth now, as far as this node knows. */
    public LoginState stateOf(Login login) {
        if (marks.isMarked(login.id())) {
            return LoginState.LOGGED_OUT;
        }
        boolean lasts = clock.instant().isBefore(login.expiresAt())
                || login.line().filter(line -> marks.isMarked(RENEWED + line)).isPresent();
        return lasts ? LoginState.VALID : LoginState.EXPIRED;
    }

    /** Whether a login has ended, as far as this node knows; where there is none, none can end. */
    public boolean isOver(Optional<Login> login) {
        return login.filter(known -> stateOf(known) != LoginState.VALID).isPresent();
    }
}
