package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.tmux.PaneState;
import dev.gastown.terminal.sandbox.tmux.SessionControl;
import dev.gastown.terminal.sandbox.tmux.Snapshot;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watched session and all its viewers: one control client, from the first viewer to the last.
 *
 * <p>All state lives on one Vert.x context and every method is called there. At most one snapshot is under way; viewers
 * that ask meanwhile share the next one. A viewer gets live bytes only after its first snapshot, and a snapshot takes
 * effect at its exact place in the stream, so no viewer sees a gap or a repeat.
 */
final class TerminalStream implements SessionControl.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TerminalStream.class);

    /** How long the control client outlives its last viewer: a page that reloads finds it again. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** Attempts to get back to a session that lives on after its control client was thrown out. */
    private static final int MAX_REATTACHMENTS = 5;

    private static final Duration REATTACH_DELAY = Duration.ofMillis(200);

    /** How often a watched pane is asked whether its program still runs. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    /** tmux may know that a program ended before it knows how: so often it is asked again. */
    private static final int MAX_STATUS_QUESTIONS = 4;

    private static final Duration STATUS_PAUSE = Duration.ofMillis(250);

    private final Vertx vertx;
    private final Context context;
    private final Tmux tmux;
    private final String session;
    private final int scrollbackLines;
    private final StreamOwner owner;

    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private final Set<Viewer> waiting = new LinkedHashSet<>();
    private final List<Runnable> pausedSources = new ArrayList<>();
    private SessionControl control;
    private PaneState state;
    private String sessionId;
    private boolean snapshotUnderWay;
    private boolean refresh;
    private boolean over;
    private int reattachments;
    private int statusQuestions;
    private long lingerTimer = -1;
    private final long checkTimer;

    /**
     * @param session a valid session name
     * @param owner is told what happens
     */
    TerminalStream(Vertx vertx, Context context, Tmux tmux, String session, int scrollbackLines, StreamOwner owner) {
        this.vertx = vertx;
        this.context = context;
        this.tmux = tmux;
        this.session = session;
        this.scrollbackLines = scrollbackLines;
        this.owner = owner;
        attach();
        checkTimer = vertx.setPeriodic(CHECK_INTERVAL.toMillis(), timer -> control.check());
    }

    private void attach() {
        control = new SessionControl(context, tmux, session, this);
        control.drainHandler(() -> {
            List<Runnable> resumed = List.copyOf(pausedSources);
            pausedSources.clear();
            resumed.forEach(Runnable::run);
        });
    }

    void join(Viewer viewer) {
        if (lingerTimer >= 0) {
            vertx.cancelTimer(lingerTimer);
            lingerTimer = -1;
        }
        viewers.add(viewer);
        requestSnapshot(viewer);
    }

    void leave(Viewer viewer) {
        waiting.remove(viewer);
        if (viewers.remove(viewer) && viewers.isEmpty() && !over) {
            lingerTimer = vertx.setTimer(LINGER.toMillis(), timer -> finish(null));
        }
    }

    /** The viewer gets a snapshot as soon as tmux has answered; the stream of the others goes on. */
    void requestSnapshot(Viewer viewer) {
        if (viewers.contains(viewer)) {
            waiting.add(viewer);
            takeSnapshot();
        }
    }

    /** The visible screen for the plain form; nothing when the session is gone. */
    void screen(Consumer<Optional<Buffer>> done) {
        if (!over) {
            control.screen(done);
        }
    }

    void type(Buffer bytes) {
        if (!over) {
            owner.typed();
            control.type(bytes);
        }
    }

    void enter() {
        if (!over) {
            owner.typed();
            control.enter();
        }
    }

    void resize(int columns, int rows) {
        if (!over) {
            control.resize(columns, rows);
        }
    }

    /**
     * Whether input comes faster than tmux takes it.
     *
     * @param resume runs once when it is taken again; kept only when the answer is true
     */
    boolean inputFull(Runnable resume) {
        boolean full = !over && control.writeQueueFull();
        if (full) {
            pausedSources.add(resume);
        }
        return full;
    }

    /** Ends the stream for every viewer, whatever the session does. */
    void close() {
        finish(null);
    }

    private void takeSnapshot() {
        if (over || snapshotUnderWay || (waiting.isEmpty() && !refresh)) {
            return;
        }
        snapshotUnderWay = true;
        refresh = false;
        Set<Viewer> asked = new LinkedHashSet<>(waiting);
        waiting.clear();
        SessionControl source = control;
        source.snapshot(scrollbackLines, snapshot -> {
            if (!over && source == control) {
                snapshotUnderWay = false;
                snapshot.ifPresentOrElse(now -> deliver(now, asked), () -> finish(null));
            }
        });
    }

    private void deliver(Snapshot snapshot, Set<Viewer> asked) {
        boolean another = !snapshot.state().sameScreen(state);
        boolean dead = snapshot.state().dead();
        state = snapshot.state();
        boolean statusUnknown = dead && state.exitStatus() == null && ++statusQuestions <= MAX_STATUS_QUESTIONS;
        boolean last = dead && !statusUnknown;
        reattachments = 0;
        for (Viewer viewer : List.copyOf(viewers)) {
            viewer.resized(state.width(), state.height());
            boolean wanted = asked.contains(viewer) || another || last && viewer.standsForOthers();
            if (viewer.behind() ? dead : wanted) {
                waiting.remove(viewer);
                viewer.snapshot(snapshot, another);
            }
        }
        if (statusUnknown) {
            vertx.setTimer(STATUS_PAUSE.toMillis(), timer -> changed());
        } else if (last && waiting.isEmpty()) {
            finish(state.exitStatus());
        } else {
            takeSnapshot();
        }
    }

    @Override
    public void output(Buffer bytes) {
        for (Viewer viewer : viewers) {
            viewer.output(bytes);
        }
    }

    @Override
    public void rang() {
        owner.rang();
    }

    @Override
    public void changed() {
        refresh = true;
        takeSnapshot();
    }

    /** The client is gone; the session perhaps not: somebody may have thrown out all clients but their own. */
    @Override
    public void ended() {
        String id = control.attachedTo() == null ? sessionId : control.attachedTo();
        sessionId = id;
        if (viewers.isEmpty() || id == null || ++reattachments > MAX_REATTACHMENTS) {
            finish(null);
            return;
        }
        vertx.executeBlocking(
                        () -> tmux.run("display-message", "-p", "-t", Tmux.paneTarget(session), "#{session_id}"), false)
                .onComplete(
                        now -> {
                            if (now.strip().equals(id)) {
                                vertx.setTimer(REATTACH_DELAY.toMillis(), timer -> reattach());
                            } else {
                                finish(null);
                            }
                        },
                        gone -> {
                            if (!(gone instanceof TmuxException)) {
                                LOG.warn("Cannot tell whether {} still runs", session, gone);
                            }
                            finish(null);
                        });
    }

    private void reattach() {
        if (over) {
            return;
        }
        viewers.forEach(Viewer::interrupted);
        attach();
        // One that the client before this was asked for is answered by nobody.
        snapshotUnderWay = false;
        waiting.addAll(viewers);
        takeSnapshot();
    }

    private void finish(Integer status) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(checkTimer);
        if (lingerTimer >= 0) {
            vertx.cancelTimer(lingerTimer);
        }
        control.close();
        List<Viewer> last = List.copyOf(viewers);
        viewers.clear();
        waiting.clear();
        owner.over();
        last.forEach(viewer -> viewer.ended(status));
    }
}
