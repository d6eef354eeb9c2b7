package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.identity.User;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The sockets of the feed that are open on this node, and whose. Safe on any thread. */
final class OpenFeeds {
    private final Set<FeedSession> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();

    /**
     * Counts a socket in.
     *
     * @param most how many its user may have; 0 for any number
     * @return false, and it is not counted, when its user has as many already
     */
    boolean add(FeedSession session, int most) {
        boolean room = session.user()
                .map(User::userId)
                .map(userId -> byUser.merge(userId, 1, Integer::sum) <= most || most == 0)
                .orElse(true);
        if (room) {
            sessions.add(session);
        } else {
            leave(session);
        }
        return room;
    }

    /** Counts a socket out, if it was counted in. */
    void remove(FeedSession session) {
        if (sessions.remove(session)) {
            leave(session);
        }
    }

    void forEach(Consumer<FeedSession> action) {
        sessions.forEach(action);
    }

    private void leave(FeedSession session) {
        session.user()
                .ifPresent(
                        user -> byUser.computeIfPresent(user.userId(), (id, count) -> count == 1 ? null : count - 1));
    }
}
