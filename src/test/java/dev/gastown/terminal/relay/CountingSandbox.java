package dev.gastown.terminal.relay;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * A session in the form {@code gastown.terminal.v2} whose output is numbers that count up, and whose snapshot is the last
 * number. It goes on until the gateway closes.
 */
final class CountingSandbox implements AutoCloseable {
    /** A number and what makes its frame longer. */
    static final int FRAME_BYTES = 200;

    private final WireSandbox.Viewing session;
    private final boolean repeatsAsks;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicInteger snapshots = new AtomicInteger();
    private final Thread counts;
    private final Thread answers;
    private volatile IntSupplier most;
    private volatile boolean over;

    CountingSandbox(WireSandbox.Viewing session, boolean repeatsAsks) {
        this(session, repeatsAsks, Integer.MAX_VALUE);
    }

    /** @param most counts no further than that, until {@link #goesTo} */
    CountingSandbox(WireSandbox.Viewing session, boolean repeatsAsks, int most) {
        this.session = session;
        this.most = () -> most;
        this.repeatsAsks = repeatsAsks;
        session.send(Frame.text("{\"type\":\"hello\",\"session\":\"hq-mayor\",\"cols\":80,\"rows\":24}"));
        snapshot(null);
        counts = new Thread(this::count);
        answers = new Thread(this::answer);
        counts.start();
        answers.start();
    }

    int snapshots() {
        return snapshots.get();
    }

    int last() {
        return last.get();
    }

    /** Counts no further than that, from now on. */
    void goesTo(IntSupplier number) {
        most = number;
    }

    /** Stops counting. */
    int stops() {
        inTurn(() -> over = true);
        return last.get();
    }

    static int number(Frame frame) {
        return ByteBuffer.wrap(frame.payload()).getInt();
    }

    private void snapshot(Integer ask) {
        inTurn(() -> sendSnapshot(ask));
    }

    private void sendSnapshot(Integer ask) {
        snapshots.incrementAndGet();
        JsonObject begin = new JsonObject().put("type", "snapshot");
        if (ask != null && repeatsAsks) {
            begin.put("ask", ask);
        }
        session.send(Frame.text(begin.encode()), numbered(last.get()), Frame.text("{\"type\":\"live\"}"));
    }

    private static Frame numbered(int number) {
        return Frame.binary(
                ByteBuffer.wrap(new byte[FRAME_BYTES]).putInt(number).array());
    }

    private void next() {
        inTurn(this::sendNext);
    }

    /** Fair, so that the answers get their turn however fast it is counted. */
    private void inTurn(Runnable task) {
        turn.lock();
        try {
            task.run();
        } finally {
            turn.unlock();
        }
    }

    private void sendNext() {
        if (over) {
            return;
        }
        Frame[] burst = new Frame[1 + last.get() % 7];
        Arrays.setAll(burst, i -> numbered(last.incrementAndGet()));
        session.send(burst);
    }

    private void count() {
        try {
            while (!over) {
                if (last.get() < most.getAsInt()) {
                    next();
                } else {
                    Thread.onSpinWait();
                }
            }
        } catch (UncheckedIOException closed) {
            // The gateway has closed.
        }
    }

    private void answer() {
        try {
            for (Frame frame = session.receive(); frame != null; frame = session.receive()) {
                if (frame.opcode() == Frame.TEXT) {
                    snapshot(new JsonObject(frame.utf8()).getInteger("ask"));
                }
            }
        } catch (UncheckedIOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() {
        over = true;
        session.close();
        try {
            counts.join();
            answers.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
