package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.town.TownDirectory;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/**
 * One browser on the feed: speaks as the event-bus bridge of Vert.x 5 does, outbound only, each subscription checked against
 * the town's ownership (contract section 5). Confined to its event loop, but for {@link #close}, {@link #lookAgain} and
 * {@link #lookAtLogin}.
 */
final class FeedSession {
    /** Browsers throttle the timers of hidden pages to one a minute: a client may be silent for longer than that. */
    private static final Duration PING_TIMEOUT = Duration.ofSeconds(90);

    /** Towns one socket may subscribe to. */
    private static final int SUBSCRIPTIONS = 64;

    /** Answers on their way to a browser at once: one that asks on and reads nothing is answered no more. */
    private static final int ANSWERS_UNTAKEN = 64;

    /** The close code a browser sees when a town is no longer its user's, or its login ended (contract section 3). */
    private static final int ACCESS_REVOKED = 4403;

    /** The close code of a browser that gave no sign of life, as the bridge has it. */
    private static final int SESSION_EXPIRED = 1001;

    private final FeedLoop loop;
    private final FeedSocket socket;
    private final TownDirectory towns;
    private final Optional<User> user;
    private final Map<UUID, Subscription> subscriptions = new LinkedHashMap<>();
    private final long pingTimer;
    private final Queue<Subscription> waiting = new ArrayDeque<>();
    private boolean listUntaken;
    private int answersUntaken;
    private boolean pinged;
    private boolean over;

    /**
     * @param towns whose towns are whose
     * @param user who opened the socket
     */
    FeedSession(FeedLoop loop, FeedSocket socket, TownDirectory towns, Optional<User> user) {
        this.loop = loop;
        this.socket = socket;
        this.towns = towns;
        this.user = user;
        this.pingTimer = loop.every(PING_TIMEOUT, this::expectPing);
    }

    /** Who opened the socket. */
    Optional<User> user() {
        return user;
    }

    /** The browser sent a message of the bridge. */
    void heard(String text) {
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException malformed) {
            answer("invalid_json");
            return;
        }
        String type = message.getString("type");
        String address = message.getString("address");
        if (type == null) {
            answer("missing_type");
        } else if (type.equals("ping")) {
            pinged = true;
        } else if (address == null) {
            answer("missing_address");
        } else {
            switch (type) {
                case "register" -> register(address);
                case "unregister" -> unregister(address);
                case "send", "publish" -> answer("rejected");
                default -> answer("invalid_type");
            }
        }
    }

    /** The socket is closed, or about to be. */
    void closed() {
        if (!over) {
            over = true;
            loop.stop(pingTimer);
            List.copyOf(subscriptions.keySet()).forEach(this::forget);
        }
    }

    /** Closes the socket; on any thread. */
    void close(int code, String reason) {
        loop.run(() -> {
            if (!over) {
                closed();
                socket.close(code, reason);
            }
        });
    }

    /** Closes the socket if its user lost one of the towns; on any thread. What else it may see it asks for anew. */
    void lookAgain() {
        loop.run(() -> List.copyOf(subscriptions.keySet()).forEach(this::closeIfLost));
    }

    /** Closes the socket if its user's login ended; on any thread. */
    void lookAtLogin(Logins logins) {
        if (logins.isOver(user.flatMap(User::login))) {
            close(ACCESS_REVOKED, "access revoked: log in again");
        }
    }

    /** Whether a list may be written: one at a time, so that nothing piles up for a slow browser. */
    boolean takesMore() {
        return !over && !listUntaken;
    }

    /** Writes a list. */
    void write(Envelope envelope) {
        listUntaken = true;
        loop.pushed();
        socket.write(envelope, () -> {
            listUntaken = false;
            while (takesMore() && !waiting.isEmpty()) {
                waiting.remove().makeUp();
            }
        });
    }

    /** A list that waited was replaced by a newer one. */
    void dropped() {
        loop.dropped();
    }

    /** Has a subscription make up for what it is owed, when the browser takes more. */
    void waits(Subscription subscription) {
        waiting.add(subscription);
    }

    private void expectPing() {
        if (!pinged) {
            close(SESSION_EXPIRED, "Session expired");
        }
        pinged = false;
    }

    private void register(String address) {
        if (subscriptions.size() >= SUBSCRIPTIONS) {
            answer("max_handlers_reached");
            return;
        }
        Optional<UUID> townId = SessionAddresses.townOf(address);
        Future<Boolean> mayWatch = townId.map(this::mayWatch).orElse(Future.succeededFuture(false));
        mayWatch.otherwise(false)
                .onSuccess(may -> loop.run(() -> {
                    if (!may) {
                        answer("rejected");
                    } else if (subscriptions.containsKey(townId.get())) {
                        answer("address_already_registered");
                    } else if (!over && subscriptions.size() < SUBSCRIPTIONS) {
                        subscribe(townId.get());
                    }
                }));
    }

    private void subscribe(UUID townId) {
        Subscription subscription = new Subscription(this, townId);
        subscriptions.put(townId, subscription);
        loop.join(subscription)
                .onFailure(failure -> loop.run(() -> {
                    forget(townId);
                    answer("registration_failure");
                }))
                .compose(registered -> {
                    // It may have been lost since it was checked, when nobody was there yet to be cut.
                    closeIfLost(townId);
                    return loop.newest(townId);
                })
                .onSuccess(newest -> loop.run(() -> {
                    if (subscriptions.get(townId) == subscription) {
                        subscription.offer(newest);
                    }
                }));
    }

    private void unregister(String address) {
        SessionAddresses.townOf(address).ifPresentOrElse(this::forget, () -> answer("access_denied"));
    }

    private void forget(UUID townId) {
        Subscription subscription = subscriptions.remove(townId);
        if (subscription != null) {
            waiting.remove(subscription);
            loop.leave(subscription);
        }
    }

    private Future<Boolean> mayWatch(UUID townId) {
        return towns.find(townId)
                .map(town -> town.filter(
                                found -> user.filter(found::isVisibleTo).isPresent())
                        .isPresent());
    }

    /** A directory that can't be asked takes nothing away (contract section 11). */
    private void closeIfLost(UUID townId) {
        mayWatch(townId).onSuccess(may -> {
            if (!may) {
                close(ACCESS_REVOKED, "access revoked");
            }
        });
    }

    private void answer(String error) {
        if (!over && answersUntaken < ANSWERS_UNTAKEN) {
            answersUntaken++;
            socket.write(Envelope.error(error), () -> answersUntaken--);
        }
    }
}
