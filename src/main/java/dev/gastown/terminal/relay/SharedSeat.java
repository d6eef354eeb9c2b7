package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.relay.wire.FrameRun;
import io.netty.buffer.ByteBufHolder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * One viewer of a shared connection: from where in its stream the viewer follows, and what happens when it can't.
 *
 * <p>What is queued for a viewer never exceeds {@link #QUEUES} times {@code limits.writeQueueBytes}, one snapshot and one read
 * of the sandbox, and the bytes are the same for all viewers: one that takes less is cut off, and begins again with a
 * snapshot when it has taken what was queued. Where most viewers are full, they slow the sandbox down instead, as one with
 * a connection of its own does.
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

    /** Shortest time from falling behind to the next snapshot: a flood costs a few redraws a second, no more. */
    private static final Duration RESEED_PAUSE = Duration.ofMillis(250);

    private final SharedSession session;
    private final SharedBranch branch;
    private final Leg browser;
    private final LegListener viewer;
    private final LimitSettings limits;
    private final RelayMetrics metrics;
    private final Promise<SandboxSide> taken = Promise.promise();
    private State state = State.STARTING;

    /** Bytes of the last snapshot, as long as they may be queued. */
    private long snapshotBytes;

    private boolean drained = true;
    private boolean pauseOver;

    private enum State {
        /** The connection is being made, or it is not yet known whether this viewer came in time. */
        STARTING(0, 1),
        /** It came later, and waits for its first snapshot. */
        WAITING(0, 1),
        /** Within a snapshot it takes. */
        TAKING(1, 0),
        LIVE(1, 0),
        /** Within a snapshot it does not need. */
        SKIPPING(1, 0),
        /** Cut off until it has caught up. */
        BEHIND(0, 0),
        /** Caught up, and waiting for a snapshot. */
        RETURNING(0, 1),
        GONE(0, 0);

        private final int follows;
        private final int expects;

        State(int follows, int expects) {
            this.follows = follows;
            this.expects = expects;
        }
    }

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
        branch.count(0, 0, State.STARTING.expects);
    }

    /** The one way into another state: the counts of {@link SharedBranch} follow. */
    private void become(State next, boolean full) {
        int fullBefore = drained ? 0 : state.follows;
        int fullAfter = full ? next.follows : 0;
        branch.count(next.follows - state.follows, fullAfter - fullBefore, next.expects - state.expects);
        boolean changed = next.follows != state.follows || fullAfter != fullBefore || next.expects != state.expects;
        state = next;
        drained = !full;
        if (changed) {
            session.changed(branch);
        }
    }

    private void become(State next) {
        become(next, !drained);
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
        if (state == State.STARTING) {
            begin(State.LIVE);
        }
    }

    /** The connection was there already: this viewer is to begin with the next snapshot. */
    void await() {
        if (state == State.STARTING) {
            become(State.WAITING);
            browser.schedule(limits.upstreamConnect(), () -> {
                if (state == State.WAITING) {
                    refuse();
                }
            });
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
        if (state == State.STARTING || state == State.WAITING) {
            refuse();
        } else if (state != State.GONE) {
            viewer.onEnd(end);
        }
    }

    /** Takes the next of the sandbox's frames; they stay the caller's. */
    void take(SharedItem item) {
        switch (item.kind()) {
            case DATA -> {
                if (state == State.LIVE || state == State.TAKING) {
                    pass(item.run());
                }
            }
            case ASKED_SNAPSHOT, SNAPSHOT -> snapshot(item);
            case LIVE -> {
                if (state == State.TAKING || state == State.LIVE) {
                    pass(item.run());
                    if (state == State.TAKING) {
                        become(State.LIVE);
                    }
                } else if (state == State.SKIPPING) {
                    become(State.LIVE);
                }
            }
            case MESSAGE -> {
                boolean begun = state != State.STARTING && state != State.WAITING;
                if (begun && browser.queuedBytes() <= mostQueued() + MOST_SNAPSHOT_BYTES) {
                    pass(item.run());
                }
            }
        }
    }

    /** All of one read has been taken. */
    void delivered() {
        if (state != State.GONE) {
            viewer.onReadBurstEnd();
        }
    }

    private void snapshot(SharedItem item) {
        boolean asked = item.kind() == SharedItem.Kind.ASKED_SNAPSHOT;
        switch (state) {
            case WAITING -> {
                begin(State.TAKING);
                if (item.hello() != null) {
                    pass(item.hello());
                }
                takeSnapshot(item);
            }
            case LIVE -> {
                if (asked) {
                    become(State.SKIPPING);
                } else {
                    takeSnapshot(item);
                }
            }
            // What everybody needs may be the last there is: it is taken early once, before all was drained.
            case BEHIND -> {
                if (!asked && snapshotBytes == 0) {
                    takeSnapshot(item);
                }
            }
            case RETURNING, TAKING, SKIPPING -> takeSnapshot(item);
            case STARTING, GONE -> {}
        }
    }

    private void takeSnapshot(SharedItem item) {
        if (state != State.GONE) {
            become(State.TAKING);
            snapshotBytes = 0;
            pass(item.run());
        }
    }

    private void begin(State first) {
        become(first);
        browser.setLowWater(CAUGHT_UP_BYTES);
        taken.tryComplete(this);
    }

    private void pass(FrameRun run) {
        if (state == State.GONE) {
            return;
        }
        if (state == State.TAKING) {
            snapshotBytes += run.payloadBytes();
        }
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
        become(state, true);
        boolean behind = state == State.LIVE && browser.queuedBytes() > mostQueued() + snapshotBytes;
        boolean endless = state == State.TAKING && browser.queuedBytes() > mostQueued() + MOST_SNAPSHOT_BYTES;
        if (behind || endless) {
            fallBehind();
        }
    }

    private long mostQueued() {
        return (long) QUEUES * limits.writeQueueBytes();
    }

    @Override
    public void resume() {
        snapshotBytes = 0;
        become(state, false);
        reseed();
    }

    @Override
    public void close(Close close) {
        leave();
    }

    private void fallBehind() {
        become(State.BEHIND);
        metrics.reseeded();
        pauseOver = false;
        browser.schedule(RESEED_PAUSE, () -> {
            pauseOver = true;
            reseed();
        });
    }

    private void reseed() {
        if (state == State.BEHIND && drained && pauseOver) {
            become(State.RETURNING);
            session.ask();
            browser.schedule(limits.upstreamConnect(), () -> {
                if (state == State.RETURNING) {
                    viewer.onEnd(new LegEnd.PingTimeout());
                }
            });
        }
    }

    private void leave() {
        if (state != State.GONE) {
            become(State.GONE);
            branch.remove(this);
            session.left(branch);
        }
    }
}
