package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.identity.User;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which user opened which SockJS session. A session's id is chosen by the client and is all that the polling transports
 * ask for: without this, whoever learns another's id would read along. Safe on any event loop.
 */
final class SessionOwners {
    /** Where the id stands in {@code /api/gastown/events/<server>/<session>/<transport>}. */
    private static final int ID_AT = 5;

    private static final int PARTS_WITH_ID = 7;

    private final Map<String, String> userOfSession = new ConcurrentHashMap<>();

    void opened(SockJSSocket socket, User user) {
        idOf(socket).ifPresent(id -> userOfSession.putIfAbsent(id, user.userId()));
    }

    void closed(SockJSSocket socket, User user) {
        idOf(socket).ifPresent(id -> userOfSession.remove(id, user.userId()));
    }

    /** Whether a request's path names no session, a new one, or one of this user. */
    boolean mayUse(String path, User user) {
        return idIn(path)
                .map(userOfSession::get)
                .filter(owner -> !owner.equals(user.userId()))
                .isEmpty();
    }

    /** Whether a request's path names a session that was opened here. */
    boolean isOpen(String path) {
        return idIn(path).map(userOfSession::containsKey).orElse(false);
    }

    private static Optional<String> idOf(SockJSSocket socket) {
        return idIn(socket.routingContext().request().path());
    }

    private static Optional<String> idIn(String path) {
        String[] parts = path.split("/", -1);
        return parts.length == PARTS_WITH_ID ? Optional.of(parts[ID_AT]) : Optional.empty();
    }
}
