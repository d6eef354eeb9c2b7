package dev.gastown.terminal.identity;

import dev.gastown.terminal.cluster.Marks;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

    private final Marks loggedOut;
    private final Clock clock;

    /**
     * @param loggedOut remembers {@link #LOGGED_OUT}
     * @param clock the time logins expire by
     */
    public Logins(Marks loggedOut, Clock clock) {
        this.loggedOut = loggedOut;
        this.clock = clock;
    }

    /**
     * Ends a login on every node.
     *
     * @return completes when it counts here; fails when the cluster can't be reached
     */
    public Future<Void> logOut(Login login) {
        Instant now = clock.instant();
        return now.isBefore(login.expiresAt())
                ? loggedOut.mark(login.id(), Duration.between(now, login.expiresAt()))
                : Future.succeededFuture();
    }

    /** What a login is worth now, as far as this node knows. */
    public LoginState stateOf(Login login) {
        if (!clock.instant().isBefore(login.expiresAt())) {
            return LoginState.EXPIRED;
        }
        return loggedOut.isMarked(login.id()) ? LoginState.LOGGED_OUT : LoginState.VALID;
    }

    /** Whether a login has ended, as far as this node knows; where there is none, none can end. */
    public boolean isOver(Optional<Login> login) {
        return login.filter(known -> stateOf(known) != LoginState.VALID).isPresent();
    }
}
