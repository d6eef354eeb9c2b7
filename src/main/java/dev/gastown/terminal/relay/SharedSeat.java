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
 * <p>What is queued for a viewer never exceeds {@code limits.writeQueueBytes}, one snapshot and one read of the sandbox: a
 * viewer that takes less is cut off, and begins again with a snapshot when it has taken what was queued. While it is the
 * only one, it slows the sandbox down instead, as one with a connection of its own does.
 *
 * <p>On the viewer's event loop.
 */
final class SharedSeat implements SandboxSide {
    /** Bytes still queued below which a viewer that was cut off has caught up. */
    static final int CAUGHT_UP_BYTES = 32 * 1024;

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
    private boolean pausesSession;

    private enum State {
        /** The connection is being made, or it is not yet known whether this viewer came in time. */
        STARTING,
        /** It came later, and waits for its first snapshot. */
        WAITING,
        /** Within a snapshot it takes. */
        TAKING,
        LIVE,
        /** Within a snapshot it does not need. */
        SKIPPING,
        /** Cut off until it has caught up. */
        BEHIND,
        /** Caught up, and waiting for a snapshot. */
        RETURNING,
        GONE
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
            state = State.WAITING;
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
                    state = state == State.TAKING ? State.LIVE : state;
                } else if (state == State.SKIPPING) {
                    state = State.LIVE;
                }
            }
            case MESSAGE -> {
                if (state != State.STARTING && state != State.WAITING) {
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
                    state = State.SKIPPING;
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
            state = State.TAKING;
            snapshotBytes = 0;
            pass(item.run());
        }
    }

    private void begin(State first) {
        state = first;
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
        drained = false;
        if (session.isAlone()) {
            pausesSession = true;
            session.pauseForOne(true);
        } else if (state == State.LIVE && browser.queuedBytes() > limits.writeQueueBytes() + snapshotBytes) {
            fallBehind();
        }
    }

    @Override
    public void resume() {
        drained = true;
        snapshotBytes = 0;
        if (pausesSession) {
            pausesSession = false;
            session.pauseForOne(false);
        }
        reseed();
    }

    @Override
    public void close(Close close) {
        leave();
    }

    private void fallBehind() {
        state = State.BEHIND;
        metrics.reseeded();
        pauseOver = false;
        browser.schedule(RESEED_PAUSE, () -> {
            pauseOver = true;
            reseed();
        });
    }

    private void reseed() {
        if (state == State.BEHIND && drained && pauseOver) {
            state = State.RETURNING;
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
            state = State.GONE;
            branch.remove(this);
            session.left(branch);
        }
    }
}
