package dev.gastown.terminal.relay;

import static dev.gastown.terminal.relay.SeatState.BEHIND;
import static dev.gastown.terminal.relay.SeatState.CUTTING;
import static dev.gastown.terminal.relay.SeatState.GONE;
import static dev.gastown.terminal.relay.SeatState.LIVE;
import static dev.gastown.terminal.relay.SeatState.RETURNING;
import static dev.gastown.terminal.relay.SeatState.SKIPPING;
import static dev.gastown.terminal.relay.SeatState.STARTING;
import static dev.gastown.terminal.relay.SeatState.TAKING;
import static dev.gastown.terminal.relay.SeatState.WAITING;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.relay.wire.FrameRun;
import io.netty.buffer.ByteBufHolder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * One viewer of a shared connection: from where in its stream the viewer follows, and what happens when it can't.
 *
 * <p>What is queued for a viewer never exceeds {@link #QUEUES} times {@code limits.writeQueueBytes}, two snapshots, one
 * message and one read of the sandbox, and the bytes are the same for all viewers: one that takes less is cut off, and
 * begins again with a snapshot when it has taken what was queued. Where most viewers are full, they slow the sandbox down
 * instead, as one with a connection of its own does, but no longer than {@link #PATIENCE} while another could take more.
 *
 * <p>On the viewer's event loop.
 */
final class SharedSeat implements SandboxSide {
    /** Bytes still queued below which a viewer that was cut off has caught up. */
    static final int CAUGHT_UP_BYTES = 32 * 1024;

    /** Full write queues at which a viewer is cut off: viewers that are equally quick are never in step. */
    static final int QUEUES = 4;

    /** Bytes of a snapshot that may be queued: far more than the longest scrollback takes. */
    static final int MOST_SNAPSHOT_BYTES = 8 * 1024 * 1024;

    /** How long a full viewer may hold up one that is not. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Shortest time from falling behind to the next snapshot: a flood costs a few redraws a second, no more. */
    private static final Duration RESEED_PAUSE = Duration.ofMillis(250);

    private final SharedSession session;
    private final SharedBranch branch;
    private final Leg browser;
    private final LegListener viewer;
    private final LimitSettings limits;
    private final RelayMetrics metrics;
    private final Promise<SandboxSide> taken = Promise.promise();
    private SeatState state = STARTING;

    /** Counts the changes of the state: what was planned before one is void after it. */
    private int changes;

    /** Counts how often it became full. */
    private int fills;

    /** Bytes of the last snapshot, as long as they may be queued. */
    private long snapshotBytes;

    /** What was passed last was the end of a message: other frames may follow. */
    private boolean atMessageEnd = true;

    private boolean full;
    private boolean pauseOver;

    /** Has taken a snapshot before all was drained. */
    private boolean tookEarly;

    /**
     * @param browser the viewer's connection: only how much of it is queued is asked for
     * @param viewer is given what the sandbox sends
     */
    SharedSeat(
            SharedSession session,
            SharedBranch branch,
            Leg browser,
            LegListener viewer,
            LimitSettings limits,
            RelayMetrics metrics) {
        this.session = session;
        this.branch = branch;
        this.browser = browser;
        this.viewer = viewer;
        this.limits = limits;
        this.metrics = metrics;
        branch.count(0, 0, state.expects());
    }

    /** The one way into another state: the counts of {@link SharedBranch} follow. */
    private void become(SeatState next, boolean nowFull) {
        int following = next.follows() - state.follows();
        int holding = (nowFull ? next.holds() : 0) - (full ? state.holds() : 0);
        int expecting = next.expects() - state.expects();
        if (next != state) {
            changes++;
        }
        state = next;
        full = nowFull;
        branch.count(following, holding, expecting);
        if (following != 0 || holding != 0 || expecting != 0) {
            session.changed(branch);
        }
    }

    private void become(SeatState next) {
        become(next, full);
    }

    /** Does something after a while, if it has stayed in its state until then. */
    private void ifStillSo(Duration delay, Runnable task) {
        int now = changes;
        browser.loop().runAfter(delay, () -> {
            if (changes == now) {
                task.run();
            }
        });
    }

    /** See {@link SharedSessions#join}. */
    Future<SandboxSide> taken() {
        return taken.future();
    }

    SharedBranch branch() {
        return branch;
    }

    /** The connection is there, and nothing has come from it. */
    void opened() {
        if (state == STARTING) {
            begin(LIVE);
        }
    }

    /** The connection was there already: this viewer is to begin with the next snapshot. */
    void await() {
        if (state == STARTING) {
            become(WAITING);
            ifStillSo(limits.upstreamConnect(), this::refuse);
        }
    }

    /** The viewer needs a connection of its own. */
    void refuse() {
        refuse(new NotSharedException("No part in another viewer's connection"));
    }

    /** There is no connection. */
    void refuse(Throwable why) {
        leave();
        taken.tryFail(why);
    }

    /** The sandbox's connection is over. */
    void ended(LegEnd end) {
        if (state == STARTING || state == WAITING) {
            refuse();
        } else if (state != GONE) {
            viewer.onEnd(end);
        }
    }

    /** Something went wrong here. */
    void fail() {
        ended(new LegEnd.Violation(Close.INTERNAL_ERROR));
    }

    /** Takes the next of the sandbox's frames; they stay the caller's. */
    void take(SharedItem item) {
        switch (item.kind()) {
            case DATA -> data(item.run());
            case ASKED_SNAPSHOT, LAST_SNAPSHOT, SNAPSHOT -> snapshot(item);
            case LIVE -> {
                if (state == SKIPPING) {
                    become(LIVE);
                } else if (state.takesData()) {
                    pass(item.run());
                    if (state == TAKING) {
                        become(LIVE);
                    }
                }
            }
            case MESSAGE -> {
                if (state.hasBegun() && !browser.isBehind(QUEUES, MOST_SNAPSHOT_BYTES)) {
                    pass(item.run());
                }
            }
        }
    }

    /** All of one read has been taken. */
    void delivered() {
        if (state != GONE) {
            viewer.onReadBurstEnd();
        }
    }

    private void data(FrameRun run) {
        if (state.takesData()) {
            pass(run);
            if (state == CUTTING && atMessageEnd) {
                cutOff();
            }
        }
    }

    private void snapshot(SharedItem item) {
        SharedItem.Kind kind = item.kind();
        switch (state) {
            case WAITING -> {
                begin(TAKING);
                if (item.hello() != null) {
                    pass(item.hello());
                }
                takeSnapshot(item);
            }
            case LIVE -> {
                if (kind == SharedItem.Kind.SNAPSHOT) {
                    takeSnapshot(item);
                } else {
                    become(SKIPPING);
                }
            }
            // It may be the last there is: it is taken once before all was drained.
            case BEHIND -> {
                if (kind != SharedItem.Kind.ASKED_SNAPSHOT && !tookEarly) {
                    tookEarly = true;
                    takeSnapshot(item);
                }
            }
            case RETURNING, TAKING, SKIPPING -> takeSnapshot(item);
            // A snapshot begins with a message of its own, and so not within another.
            case CUTTING, STARTING, GONE -> {}
        }
    }

    private void takeSnapshot(SharedItem item) {
        if (state != GONE) {
            become(TAKING);
            snapshotBytes = 0;
            pass(item.run());
        }
    }

    private void begin(SeatState first) {
        become(first);
        browser.setLowWater(CAUGHT_UP_BYTES);
        taken.tryComplete(this);
    }

    private void pass(FrameRun run) {
        if (state == GONE) {
            return;
        }
        if (state == TAKING) {
            snapshotBytes += run.payloadBytes();
        }
        atMessageEnd = run.endsMessage();
        viewer.onData(run.share(), run.frames(), run.payloadBytes());
    }

    @Override
    public void send(ByteBufHolder data) {
        // Readers only: the relay drops what they send.
        data.release();
    }

    @Override
    public void flush() {
        // Nothing is sent.
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void pause() {
        if (!full) {
            become(state, true);
            fills++;
            holdUpNobody(fills);
        }
        boolean behind = state == LIVE && browser.isBehind(QUEUES, snapshotBytes);
        boolean endless = state == TAKING && browser.isBehind(QUEUES, MOST_SNAPSHOT_BYTES);
        if (behind || endless) {
            fallBehind();
        }
    }

    @Override
    public void resume() {
        snapshotBytes = 0;
        tookEarly = false;
        become(state, false);
        reseed();
    }

    @Override
    public void close(Close close) {
        leave();
    }

    /** A viewer that stays full may not stand in the way of one that could take more for ever. */
    private void holdUpNobody(int fill) {
        browser.loop().runAfter(PATIENCE, () -> {
            if (full && fills == fill && state != GONE) {
                if (state.holds() > 0 && session.isHeldUp()) {
                    fallBehind();
                }
                holdUpNobody(fill);
            }
        });
    }

    private void fallBehind() {
        metrics.reseeded();
        if (atMessageEnd) {
            cutOff();
        } else {
            become(CUTTING);
        }
    }

    private void cutOff() {
        become(BEHIND);
        pauseOver = false;
        ifStillSo(RESEED_PAUSE, () -> {
            pauseOver = true;
            reseed();
        });
    }

    private void reseed() {
        if (state == BEHIND && !full && pauseOver) {
            become(RETURNING);
            session.ask();
            ifStillSo(limits.upstreamConnect(), () -> viewer.onEnd(new LegEnd.PingTimeout()));
        }
    }

    private void leave() {
        if (state != GONE) {
            become(GONE);
            branch.remove(this);
            session.left(branch);
        }
    }
}
