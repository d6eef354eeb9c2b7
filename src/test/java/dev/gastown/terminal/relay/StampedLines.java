package dev.gastown.terminal.relay;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for a terminal: after a line is typed it writes numbered lines with the time of day at a steady rate until the
 * next one; then how many it has written, and waits for another.
 */
final class StampedLines {
    /** What comes behind them. */
    static final String END = "all lines written: ";

    private static final String PADDING = "x".repeat(50);
    private static final long BURSTS_PER_SECOND = 500;

    private StampedLines() {}

    /** A line of a terminal of 80 columns. */
    record Line(long number, long micros) {
        private static final int NUMBER_END = 10;
        private static final int MICROS_END = NUMBER_END + 1 + 16;

        static Line parse(String text) {
            return new Line(
                    Long.parseLong(text, 0, NUMBER_END, 10), Long.parseLong(text, NUMBER_END + 1, MICROS_END, 10));
        }

        static byte[] write(long number) {
            return "%010d %016d %s\n".formatted(number, nowMicros(), PADDING).getBytes(StandardCharsets.US_ASCII);
        }

        /** How long ago it was written, in microseconds. */
        long age() {
            return nowMicros() - micros;
        }
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** The shell command that runs this. */
    static String command(int linesPerSecond) {
        return "stty -echo; exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s %d"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Path.of(System.getProperty("gastown.test.classes", "target/test-classes"))
                                .toAbsolutePath(),
                        StampedLines.class.getName(),
                        linesPerSecond);
    }

    /** @param args lines a second */
    public static void main(String[] args) throws IOException {
        long perBurst = Math.max(1, Long.parseLong(args[0]) / BURSTS_PER_SECOND);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        long number = 0;
        while (awaitLine()) {
            long next = System.nanoTime();
            while (System.in.available() == 0) {
                ByteArrayOutputStream burst = new ByteArrayOutputStream();
                for (long i = 0; i < perBurst; i++) {
                    number++;
                    burst.writeBytes(Line.write(number));
                }
                out.write(burst.toByteArray());
                next += TimeUnit.SECONDS.toNanos(1) / BURSTS_PER_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
            }
            awaitLine();
            out.write((END + number + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** False at the end of input. */
    private static boolean awaitLine() throws IOException {
        int typed = System.in.read();
        while (typed >= 0 && typed != '\n') {
            typed = System.in.read();
        }
        return typed >= 0;
    }
}
