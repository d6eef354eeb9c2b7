package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ticket.Access;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;

/**
 * One viewer's bridge between its browser and its session (contract section 3), or its wall: every data frame of the sandbox goes to
 * the browser untouched and in order; those of the browser go to the sandbox only when the ticket granted {@code write}.
 * Control frames are each leg's own business.
 *
 * <p>Back pressure: a leg whose write queue is full stops the reading of the other one, and nothing else.
 *
 * <p>Confined to the event loop that serves the browser's connection; the sandbox's side is on the same one. Only
 * {@link #close} and {@link #revoke} may be called from elsewhere.
 */
final class TerminalRelay implements OpenSocket {
    /** Longest time in which nothing at all is read of a writer who was too fast. */
    private static final Duration MOST_HELD_BACK = Duration.ofSeconds(10);

    private final Viewer viewer;
    private final RelayMode mode;
    private final LimitSettings limits;
    private final RelayMetrics metrics;
    private final RelayAudit audit;
    private final LoopTicks ticks;
    private final Leg browser;
    private final Promise<Void> gone = Promise.promise();
    private final long openedNanos = System.nanoTime();

    /** A writer's frames that were in the same read as its handshake: bounded, as the browser leg is paused meanwhile. */
    private final Deque<ByteBufHolder> early = new ArrayDeque<>();

    /** Null until the sandbox has accepted. */
    private SandboxSide sandbox;

    /** Null while the relay runs; then what the browser was told, or told us. */
    private Close ended;

    private final WriterRate rate;
    private boolean tooFast;
    private Revocation revoked;

    private boolean writerPaused;
    private boolean sandboxPaused;

    /** The time of the last sample, see {@link LoopTicks#sampleTime}. */
    private int sampled;

    private boolean wasOpened;
    private long bytesToBrowser;
    private long bytesToSandbox;
    private long droppedFrames;

    /** Takes over the browser's connection; call in the turn in which its handshake completed. */
    TerminalRelay(
            Channel connection,
            Viewer viewer,
            RelayMode mode,
            LimitSettings limits,
            RelayMetrics metrics,
            RelayAudit audit,
            LoopTicks ticks) {
        this.viewer = viewer;
        this.mode = mode;
        this.limits = limits;
        this.metrics = metrics;
        this.audit = audit;
        this.ticks = ticks;
        this.sampled = ticks.sampleTime();
        this.rate = new WriterRate(limits.writerBytesPerSecond(), openedNanos);
        this.browser = Leg.take(connection, true, mode, limits, new FromBrowser());
    }

    @Override
    public Viewer viewer() {
        return viewer;
    }

    @Override
    public void close(Close close) {
        browser.loop().run(() -> end(close, close, Close.VIEWER_GONE));
    }

    @Override
    public void revoke(Revocation why) {
        browser.loop().run(() -> {
            if (ended == null) {
                revoked = why;
                end(why.close(), why.close(), Close.VIEWER_GONE);
            }
        });
    }

    /** Completes when the browser's connection is gone. */
    Future<Void> gone() {
        return gone.future();
    }

    /** Ends a relay that never began: the viewer is told why, the sandbox is not asked. */
    void refuse(Close close) {
        audit.refused(viewer, close.code());
        end(close, close, close);
    }

    /**
     * Begins relaying.
     *
     * @param sandboxes gives the sandbox's side, which tells the listener what it sends; completes on this event loop, in the
     *     turn from which on that is heard
     */
    void start(Function<LegListener, Future<SandboxSide>> sandboxes) {
        wasOpened = true;
        audit.opened(viewer);
        if (viewer.access() == Access.WRITE) {
            // What it types before the sandbox is there stays in the network.
            browser.pause();
        }
        sandboxes.apply(new FromSandbox()).onComplete(this::connected, failure -> {
            Close told = failure instanceof UpstreamRefusedException refused ? refused.close() : Close.INTERNAL_ERROR;
            end(told, told, told);
        });
    }

    /** Makes a sandbox's connection this relay's own. */
    SandboxSide own(Channel connection, LegListener listener) {
        Leg leg = Leg.take(connection, false, mode, limits, listener);
        if (!leg.loop().equals(browser.loop())) {
            throw new IllegalStateException("The legs of a relay must share an event loop");
        }
        return leg;
    }

    /** Whether it has ended, whatever is still being closed. */
    boolean isOver() {
        return ended != null;
    }

    /** The viewer's connection. */
    Leg browser() {
        return browser;
    }

    private void connected(SandboxSide side) {
        sandbox = side;
        if (ended != null) {
            sandbox.close(Close.VIEWER_GONE);
            return;
        }
        while (!early.isEmpty()) {
            sandbox.send(early.poll());
        }
        sandbox.flush();
        readOn();
    }

    private void pass(ByteBufHolder data, SandboxSide source, SandboxSide sink) {
        sink.send(data);
        if (!sink.isWritable()) {
            sink.flush();
            if (!sink.isWritable()) {
                source.pause();
                metrics.reached(Limit.WRITE_QUEUE_BYTES);
                countPause(source);
            }
        }
    }

    /** Once until it is read again, however much of what was read already comes still. */
    private void countPause(SandboxSide source) {
        if (source == browser && !writerPaused) {
            writerPaused = true;
            metrics.pausedToSandbox();
        } else if (source != browser && !sandboxPaused) {
            sandboxPaused = true;
            metrics.pausedToBrowser();
        }
    }

    /** Of what was just sent to the browser: at most one sample a second, told of by a number that changes. */
    private void sampleLatency() {
        if (sampled != ticks.sampleTime()) {
            sampled = ticks.sampleTime();
            long readNanos = System.nanoTime();
            browser.whenTaken(() -> metrics.relayed(System.nanoTime() - readNanos));
        }
    }

    /** Reads what the writer sends, unless the sandbox takes no more, or the writer was too fast. */
    private void readOn() {
        if (!tooFast && sandbox.isWritable()) {
            browser.resume();
        }
    }

    private void holdBack(long nanos) {
        tooFast = true;
        browser.pause();
        metrics.reached(Limit.WRITER_BYTES_PER_SECOND);
        browser.loop().runAfter(Duration.ofNanos(Math.min(nanos, MOST_HELD_BACK.toNanos())), () -> {
            tooFast = false;
            if (sandbox != null) {
                readOn();
            }
        });
    }

    private void reached(LegEnd end) {
        if (end instanceof LegEnd.PingTimeout) {
            metrics.reached(Limit.PING);
        } else if (end instanceof LegEnd.Violation broken && broken.answer().equals(Close.TOO_BIG)) {
            metrics.reached(Limit.MESSAGE_BYTES);
        }
    }

    /**
     * Ends the relay once; later causes change nothing.
     *
     * @param recorded for metrics and audit
     */
    private void end(Close recorded, Close toBrowser, Close toSandbox) {
        if (ended != null) {
            return;
        }
        ended = recorded;
        early.forEach(ByteBufHolder::release);
        early.clear();
        browser.close(toBrowser);
        if (sandbox != null) {
            sandbox.close(toSandbox);
        }
    }

    private void drop(ByteBufHolder data, int frames) {
        data.release();
        metrics.dropped(frames);
        if (droppedFrames == 0) {
            audit.inputDropped(viewer);
        }
        droppedFrames += frames;
    }

    private final class FromBrowser implements LegListener {
        @Override
        public void onData(ByteBufHolder data, int frames, int payloadBytes) {
            if (viewer.access() != Access.WRITE) {
                drop(data, frames);
                return;
            }
            bytesToSandbox += payloadBytes;
            metrics.toSandbox(payloadBytes);
            if (sandbox == null) {
                early.add(data);
            } else {
                pass(data, browser, sandbox);
            }
            long tooFastBy = rate.countNanos(payloadBytes, System.nanoTime());
            if (tooFastBy > 0 && !tooFast) {
                holdBack(tooFastBy);
            }
        }

        @Override
        public void onReadBurstEnd() {
            if (sandbox != null) {
                sandbox.flush();
            }
        }

        @Override
        public void onWritable() {
            sandboxPaused = false;
            if (sandbox != null) {
                sandbox.resume();
            }
        }

        @Override
        public void onAnswer(long nanos) {
            metrics.answered(nanos);
        }

        @Override
        public void onEnd(LegEnd end) {
            reached(end);
            if (end instanceof LegEnd.PeerClosed closed) {
                end(closed.close(), closed.close(), closed.close());
            } else if (end instanceof LegEnd.Violation broken) {
                end(broken.answer(), broken.answer(), Close.VIEWER_GONE);
            } else if (end instanceof LegEnd.PingTimeout) {
                end(Close.VIEWER_TIMEOUT, Close.VIEWER_TIMEOUT, Close.VIEWER_GONE);
            } else if (end instanceof LegEnd.Dismissed) {
                end(Close.DRAINING, Close.DRAINING, Close.VIEWER_GONE);
            } else {
                end(Close.CUT, Close.CUT, Close.VIEWER_GONE);
            }
        }

        @Override
        public void onGone() {
            metrics.closed(ended.code());
            if (wasOpened) {
                Duration open = Duration.ofNanos(System.nanoTime() - openedNanos);
                audit.closed(
                        viewer,
                        ended.code(),
                        Optional.ofNullable(revoked),
                        open,
                        bytesToBrowser,
                        bytesToSandbox,
                        droppedFrames);
            }
            gone.complete();
        }
    }

    private final class FromSandbox implements LegListener {
        @Override
        public void onData(ByteBufHolder data, int frames, int payloadBytes) {
            bytesToBrowser += payloadBytes;
            metrics.toBrowser(payloadBytes);
            pass(data, sandbox, browser);
            sampleLatency();
        }

        @Override
        public void onReadBurstEnd() {
            browser.flush();
        }

        @Override
        public void onWritable() {
            writerPaused = false;
            readOn();
        }

        @Override
        public void onEnd(LegEnd end) {
            reached(end);
            Ending ending = Ending.of(end);
            end(ending.toBrowser(), ending.toBrowser(), ending.toSandbox());
        }

        @Override
        public void onGone() {
            // The relay ended before: onEnd comes first. The browser's connection decides when it is over.
        }
    }
}
