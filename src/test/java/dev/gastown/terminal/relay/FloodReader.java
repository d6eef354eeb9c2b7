package dev.gastown.terminal.relay;

import java.util.function.LongConsumer;

/** A quick viewer of {@link StampedLines}, by a thread of its own: how late each line comes, and whether any is missing. */
final class FloodReader implements AutoCloseable {
    private static final int MOST_LINE_BYTES = 80;

    private final WireBrowser browser;
    private final LongConsumer delays;
    private final StringBuilder line = new StringBuilder();
    private final Thread thread = new Thread(this::read, "flood reader");
    private boolean live;
    private boolean atLineStart;
    private volatile int snapshots;
    private volatile long last;
    private volatile String broken;
    private volatile boolean closing;

    /** @param delays is given the microseconds each line was under way */
    FloodReader(WireBrowser browser, LongConsumer delays) {
        this.browser = browser;
        this.delays = delays;
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            Frame frame = browser.receive();
            while (frame != null && frame.opcode() != Frame.CLOSE) {
                take(frame);
                frame = browser.receive();
            }
            stopped("the connection ended");
        } catch (RuntimeException failed) {
            stopped(failed.toString());
        }
    }

    private void stopped(String why) {
        if (!closing) {
            broken = why;
        }
    }

    private void take(Frame frame) {
        if (frame.equals(SharedRelay.SNAPSHOT)) {
            snapshots++;
            live = false;
        } else if (frame.equals(SharedRelay.LIVE)) {
            live = true;
            // The stream begins anywhere within a line.
            atLineStart = false;
            line.setLength(0);
        } else if (live && frame.opcode() == Frame.BINARY) {
            for (byte character : frame.payload()) {
                take((char) character);
            }
        }
    }

    private void take(char character) {
        if (character != '\n') {
            if (line.length() < MOST_LINE_BYTES) {
                line.append(character);
            }
            return;
        }
        if (atLineStart && !line.toString().startsWith(StampedLines.END)) {
            StampedLines.Line read = StampedLines.Line.parse(line.toString());
            if (last != 0 && read.number() != last + 1) {
                broken = read.number() + " came after " + last;
            }
            last = read.number();
            delays.accept(read.age());
        }
        atLineStart = true;
        line.setLength(0);
    }

    /** The number of the newest line. */
    long last() {
        return last;
    }

    int snapshots() {
        return snapshots;
    }

    /** What went wrong; null when nothing did. */
    String broken() {
        return broken;
    }

    @Override
    public void close() {
        closing = true;
        browser.close();
    }
}
