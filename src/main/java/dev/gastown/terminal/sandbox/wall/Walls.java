package dev.gastown.terminal.sandbox.wall;

import dev.gastown.terminal.sandbox.tmux.Screen;
import dev.gastown.terminal.sandbox.tmux.ScreenCaptures;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import dev.gastown.terminal.sandbox.tmux.TmuxException.Reason;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every wall open on this agent. However many there are, tmux is asked once an interval for all their sessions together,
 * and once more when new ones come; while there is no wall it is asked nothing.
 *
 * <p>Belongs to one Vert.x context: its methods are called there.
 */
public final class Walls {
    private final Vertx vertx;
    private final ScreenCaptures captures;
    private final Duration interval;
    private final Set<Wall> walls = new LinkedHashSet<>();

    /** Those that have not seen their first screens. */
    private final Set<Wall> waiting = new LinkedHashSet<>();

    /** Those that saw their first screens since the last tick: the next one is too soon for them. */
    private final Set<Wall> fresh = new HashSet<>();

    /** Of the sessions on the walls. */
    private final Map<String, SessionFrame> newest = new HashMap<>();

    private boolean looking;
    private long timer;

    /** @param interval the shortest time between two screens of a session on a wall */
    public Walls(Vertx vertx, ScreenCaptures captures, Duration interval) {
        this.vertx = vertx;
        this.captures = captures;
        this.interval = interval;
    }

    /**
     * Shows sessions on a socket until it is closed: their screens at once, and then what changes.
     *
     * @param sessions as {@link dev.gastown.terminal.session.WallSessions} allows
     */
    public void open(ServerWebSocket socket, List<String> sessions) {
        Wall wall = new Wall(socket, sessions);
        socket.closeHandler(gone -> leave(wall));
        if (walls.isEmpty()) {
            timer = vertx.setPeriodic(interval.toMillis(), tick -> tick());
        } else {
            fresh.add(wall);
        }
        walls.add(wall);
        waiting.add(wall);
        lookForTheWaiting();
    }

    /** Asks tmux no more. The sockets are closed by their server. */
    public void close() {
        List.copyOf(walls).forEach(this::leave);
    }

    private void leave(Wall wall) {
        if (!walls.remove(wall)) {
            return;
        }
        waiting.remove(wall);
        fresh.remove(wall);
        newest.keySet().retainAll(sessionsOf(walls));
        if (walls.isEmpty()) {
            vertx.cancelTimer(timer);
        }
    }

    /** A tick in the middle of a look is left out: tmux is behind already. */
    private void tick() {
        if (!looking) {
            List<Wall> due = new ArrayList<>(walls);
            due.removeAll(fresh);
            fresh.clear();
            look(due);
        }
    }

    private void lookForTheWaiting() {
        if (!looking && !waiting.isEmpty()) {
            look(List.copyOf(waiting));
        }
    }

    private void look(List<Wall> due) {
        looking = true;
        waiting.removeAll(due);
        Set<String> sessions = sessionsOf(due);
        captures.capture(sessions).onComplete(captured -> {
            looking = false;
            sessions.retainAll(sessionsOf(walls));
            remember(sessions, captured);
            due.stream().filter(walls::contains).forEach(wall -> wall.show(newest));
            lookForTheWaiting();
        });
    }

    private void remember(Set<String> sessions, AsyncResult<Map<String, Screen>> captured) {
        if (captured.succeeded()) {
            sessions.forEach(session -> remember(session, captured.result().get(session)));
        } else if (captured.cause() instanceof TmuxException failure && failure.reason() != Reason.FAILED) {
            sessions.forEach(session -> remember(session, null));
        }
        // Else tmux is slow: what is on the walls may still be true.
    }

    private void remember(String session, Screen screen) {
        newest.compute(
                session, (name, last) -> last != null && last.tells(screen) ? last : SessionFrame.of(name, screen));
    }

    private static Set<String> sessionsOf(Iterable<Wall> walls) {
        Set<String> sessions = new LinkedHashSet<>();
        walls.forEach(wall -> sessions.addAll(wall.sessions()));
        return sessions;
    }
}
