package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.identity.LoginState;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.ops.Drain;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every socket, terminals and walls alike, open on this node: their limits (contract section 6), who must leave when a town changes
 * (contract section 1.2) or a login ends, and the drain at shutdown. One object for all instances of the proxy verticle; safe on any
 * thread.
 */
public final class OpenSockets {
    private final Vertx vertx;
    private final TownDirectory towns;
    private final Logins logins;
    private final LimitMeter limitsReached;
    private final Runnable unsubscribe;
    private final long loginTimer;
    private final Map<Access, AtomicInteger> openByAccess = new EnumMap<>(Access.class);
    private final AtomicLong changes = new AtomicLong();

    // Guarded by this: the counts and the set must agree.
    private final Set<OpenSocket> open = new HashSet<>();
    private final Map<String, Integer> openByUser = new HashMap<>();
    private final Map<UUID, Integer> openByTown = new HashMap<>();
    private Promise<Void> drained;

    /**
     * Starts following the towns and the logins.
     *
     * @param vertx for the pace of the drain, and to look at the logins
     * @param towns asked again about every open socket's town after each change
     * @param logins asked again about every open socket's login each {@link Logins#LOOK_INTERVAL}
     * @param meters where {@code gastown_relay_connections} is registered, once a node
     */
    public OpenSockets(Vertx vertx, TownDirectory towns, Logins logins, MeterRegistry meters) {
        this.vertx = vertx;
        this.towns = towns;
        this.logins = logins;
        this.limitsReached = new LimitMeter(meters);
        for (Access access : Access.values()) {
            AtomicInteger count = new AtomicInteger();
            openByAccess.put(access, count);
            Gauge.builder("gastown.relay.connections", count, AtomicInteger::get)
                    .description("Terminal and wall sockets open on this node")
                    .tag("access", access.wireName())
                    .register(meters);
        }
        this.unsubscribe = towns.onChange(this::lookAgain);
        this.loginTimer = vertx.setPeriodic(Logins.LOOK_INTERVAL.toMillis(), timer -> endWithTheirLogins());
    }

    /** Stops following the towns and the logins. */
    public void close() {
        unsubscribe.run();
        vertx.cancelTimer(loginTimer);
    }

    /** How many changes of towns there were: ask before a town is looked up, and give the answer to {@link #enter}. */
    long changesSeen() {
        return changes.get();
    }

    /**
     * Counts a socket in.
     *
     * @param socket the socket
     * @param limits the limits in force; 0 switches one off
     * @param changesSeen the changes of towns known when its town was looked up: a later one makes it be looked up again
     * @return counts the socket out again, once however often it is run; empty when a limit is reached
     */
    Optional<Runnable> enter(OpenSocket socket, LimitSettings limits, long changesSeen) {
        Viewer viewer = socket.viewer();
        synchronized (this) {
            Optional<Limit> reached = reached(viewer, limits);
            if (reached.isPresent()) {
                limitsReached.reached(reached.get());
                return Optional.empty();
            }
            open.add(socket);
            openByUser.merge(viewer.user().userId(), 1, Integer::sum);
            openByTown.merge(viewer.townId(), 1, Integer::sum);
            openByAccess.get(viewer.access()).incrementAndGet();
        }
        if (changes.get() != changesSeen) {
            lookAgain(viewer.townId(), List.of(socket));
        }
        if (isDraining()) {
            socket.close(Close.DRAINING);
        }
        AtomicBoolean left = new AtomicBoolean();
        return Optional.of(() -> {
            if (left.compareAndSet(false, true)) {
                leave(socket);
            }
        });
    }

    /** Whether new sockets are refused because this node is going away. */
    public synchronized boolean isDraining() {
        return drained != null;
    }

    /**
     * Refuses new sockets and closes the open ones with 1001, at the pace of {@link Drain}.
     *
     * @return completes when the last socket is gone; a second call waits for that too
     */
    public Future<Void> drain(Duration over) {
        List<Runnable> closes;
        boolean empty;
        Promise<Void> done;
        synchronized (this) {
            if (drained != null) {
                return drained.future();
            }
            done = drained = Promise.promise();
            empty = open.isEmpty();
            closes = open.stream()
                    .<Runnable>map(socket -> () -> socket.close(Close.DRAINING))
                    .toList();
        }
        if (empty) {
            done.complete();
        }
        return Future.join(Drain.spread(vertx, closes, over), done.future()).mapEmpty();
    }

    private Optional<Limit> reached(Viewer viewer, LimitSettings limits) {
        if (isReached(open.size(), limits.socketsPerNode())) {
            return Optional.of(Limit.SOCKETS_PER_NODE);
        }
        if (isReached(openByUser.getOrDefault(viewer.user().userId(), 0), limits.socketsPerUser())) {
            return Optional.of(Limit.SOCKETS_PER_USER);
        }
        return isReached(openByTown.getOrDefault(viewer.townId(), 0), limits.socketsPerTown())
                ? Optional.of(Limit.SOCKETS_PER_TOWN)
                : Optional.empty();
    }

    private static boolean isReached(int count, int limit) {
        return limit > 0 && count >= limit;
    }

    private void leave(OpenSocket socket) {
        Viewer viewer = socket.viewer();
        Promise<Void> last;
        synchronized (this) {
            open.remove(socket);
            openByUser.computeIfPresent(viewer.user().userId(), (user, count) -> count == 1 ? null : count - 1);
            openByTown.computeIfPresent(viewer.townId(), (town, count) -> count == 1 ? null : count - 1);
            last = open.isEmpty() ? drained : null;
        }
        openByAccess.get(viewer.access()).decrementAndGet();
        if (last != null) {
            last.tryComplete();
        }
    }

    private void lookAgain() {
        changes.incrementAndGet();
        Map<UUID, List<OpenSocket>> byTown = new HashMap<>();
        synchronized (this) {
            for (OpenSocket socket : open) {
                byTown.computeIfAbsent(socket.viewer().townId(), town -> new ArrayList<>())
                        .add(socket);
            }
        }
        byTown.forEach(this::lookAgain);
    }

    /** A directory that can't be asked takes nothing away: open sockets stay (contract section 11). */
    private void lookAgain(UUID townId, List<OpenSocket> sockets) {
        towns.find(townId)
                .onSuccess(town -> sockets.forEach(
                        socket -> revocation(town, socket.viewer()).ifPresent(socket::revoke)));
    }

    private static Optional<Revocation> revocation(Optional<Town> town, Viewer viewer) {
        if (town.filter(known -> known.isVisibleTo(viewer.user())).isEmpty()) {
            return Optional.of(Revocation.TOWN_LOST);
        }
        if (!town.get().isOpenTo(viewer.user())) {
            return Optional.of(Revocation.TOWN_NOT_RUNNING);
        }
        return viewer.access() == Access.WRITE && !town.get().takesInputFrom(viewer.user())
                ? Optional.of(Revocation.WRITE_LOST)
                : Optional.empty();
    }

    private void endWithTheirLogins() {
        List<OpenSocket> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        for (OpenSocket socket : all) {
            LoginState state =
                    socket.viewer().user().login().map(logins::stateOf).orElse(LoginState.VALID);
            if (state != LoginState.VALID) {
                socket.revoke(state == LoginState.EXPIRED ? Revocation.LOGIN_EXPIRED : Revocation.LOGGED_OUT);
            }
        }
    }
}
