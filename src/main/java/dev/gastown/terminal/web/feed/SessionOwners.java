package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.identity.User;
import io.vertx.ext.web.RoutingContext;
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

    /** The transport that carries a session by itself: no other request joins it. */
    private static final String WEBSOCKET = "/websocket";

    private final Map<String, Owner> ownerOfSession = new ConcurrentHashMap<>();

    private static final class Owner {
        private final String userId;
        private volatile boolean opened;

        Owner(String userId) {
            this.userId = userId;
        }
    }

    /**
     * Whether a request names no session, a new one, or one of this user. A new one is the user's from now on: SockJS tells
     * the browser that it is open before it tells us, and another event loop may have the next request by then.
     *
     * @param routing the request; a session that it has not opened when it ends is nobody's again
     */
    boolean claim(RoutingContext routing, User user) {
        String path = routing.request().path();
        Optional<String> id = idIn(path);
        if (id.isEmpty() || path.endsWith(WEBSOCKET)) {
            return true;
        }
        Owner claim = new Owner(user.userId());
        Owner before = ownerOfSession.putIfAbsent(id.get(), claim);
        if (before != null) {
            return before.userId.equals(user.userId());
        }
        // A poll ends in the turn in which it opens: whether it did is known in the next.
        routing.addEndHandler(ended -> routing.vertx().runOnContext(turn -> {
            if (!claim.opened) {
                ownerOfSession.remove(id.get(), claim);
            }
        }));
        return true;
    }

    void opened(SockJSSocket socket) {
        idOf(socket).map(ownerOfSession::get).ifPresent(owner -> owner.opened = true);
    }

    void closed(SockJSSocket socket) {
        idOf(socket).ifPresent(ownerOfSession::remove);
    }

    /** Whether a request's path names a session that was opened here. */
    boolean isOpen(String path) {
        return idIn(path).map(ownerOfSession::get).map(owner -> owner.opened).orElse(false);
    }

    private static Optional<String> idOf(SockJSSocket socket) {
        return idIn(socket.routingContext().request().path());
    }

    private static Optional<String> idIn(String path) {
        String[] parts = path.split("/", -1);
        return parts.length == PARTS_WITH_ID ? Optional.of(parts[ID_AT]) : Optional.empty();
    }
}
