package dev.gastown.terminal.relay;

import io.vertx.core.buffer.Buffer;

/** A viewer that keeps what it was sent since the newest snapshot, by a thread of its own. */
final class ScreenReader implements AutoCloseable {
    private final WireBrowser browser;
    private final Thread thread = new Thread(this::read, "screen reader");
    private Buffer terminal = Buffer.buffer();
    private int snapshots;
    private Frame last;

    ScreenReader(WireBrowser browser) {
        this.browser = browser;
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        Frame frame;
        do {
            frame = browser.receive();
            take(frame);
        } while (frame != null && frame.opcode() != Frame.CLOSE);
    }

    private synchronized void take(Frame frame) {
        last = frame;
        if (SharedRelay.SNAPSHOT.equals(frame)) {
            snapshots++;
            terminal = Buffer.buffer();
        } else if (frame != null && frame.opcode() == Frame.BINARY) {
            terminal.appendBytes(frame.payload());
        }
    }

    /** What draws its screen. */
    synchronized Buffer terminal() {
        return terminal.copy();
    }

    synchronized int snapshots() {
        return snapshots;
    }

    /** Whether the connection is over; with what, the frame's text tells. */
    synchronized boolean isOver() {
        return last != null && last.opcode() == Frame.CLOSE;
    }

    synchronized Frame last() {
        return last;
    }

    @Override
    public void close() {
        browser.close();
    }
}
