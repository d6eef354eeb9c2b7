package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads tmux's control mode (tmux(1), CONTROL MODE) from bytes cut anywhere. Output stays bytes throughout: a character
 * may be split over two {@code %output} lines, so decoding one would destroy it.
 *
 * <p>Not thread-safe: one reader feeds it.
 */
public final class ControlModeParser {
    /** Longest line and longest reply accepted, bytes; a 2,000-line capture with colours is far below. */
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final byte[] OUTPUT = ascii("%output ");
    private static final byte[] BEGIN = ascii("%begin ");
    private static final byte[] END = ascii("%end ");
    private static final byte[] ERROR = ascii("%error ");
    private static final byte[] CONTROL_COMMAND = ascii(" 1");
    private static final int INITIAL_LINE_BYTES = 16 * 1024;

    private final Consumer<ControlEvent> events;
    private byte[] line = new byte[INITIAL_LINE_BYTES];
    private int length;

    /** What follows {@code %begin } of the block now open, or null. Its end repeats exactly these words. */
    private byte[] block;

    private final List<Buffer> replyLines = new ArrayList<>();
    private int replyBytes;

    public ControlModeParser(Consumer<ControlEvent> events) {
        this.events = events;
    }

    /**
     * Takes the next bytes of the stream.
     *
     * @throws IllegalStateException when a line or a reply exceeds 64 MiB: this is not tmux
     */
    public void feed(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i);
                completeLine();
                length = 0;
                start = i + 1;
            }
        }
        append(bytes, start, to);
    }

    private void append(byte[] bytes, int from, int to) {
        int count = to - from;
        if (length + count > MAX_BYTES) {
            throw new IllegalStateException("A line of more than " + MAX_BYTES + " bytes in control mode");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
        }
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }

    private void completeLine() {
        if (block != null) {
            boolean end = isBlockEnd(END);
            if (end || isBlockEnd(ERROR)) {
                closeBlock(end);
            } else {
                replyBytes += length;
                if (replyBytes > MAX_BYTES) {
                    throw new IllegalStateException("A reply of more than " + MAX_BYTES + " bytes in control mode");
                }
                replyLines.add(Buffer.buffer(Arrays.copyOf(line, length)));
            }
        } else if (startsWith(OUTPUT)) {
            output();
        } else if (startsWith(BEGIN)) {
            block = Arrays.copyOfRange(line, BEGIN.length, length);
        } else if (length > 0 && line[0] == '%') {
            events.accept(new ControlEvent.Notification(new String(line, 0, length, StandardCharsets.UTF_8)));
        }
    }

    /** A pane may show a line that looks like an end: only the very words of the begin count. */
    private boolean isBlockEnd(byte[] word) {
        return length == word.length + block.length
                && startsWith(word)
                && Arrays.equals(line, word.length, length, block, 0, block.length);
    }

    /** Flags 1 mark the answer to a command of this client; tmux sends other, empty blocks of its own. */
    private void closeBlock(boolean ok) {
        boolean own = block.length >= CONTROL_COMMAND.length
                && Arrays.equals(
                        block,
                        block.length - CONTROL_COMMAND.length,
                        block.length,
                        CONTROL_COMMAND,
                        0,
                        CONTROL_COMMAND.length);
        List<Buffer> lines = List.copyOf(replyLines);
        block = null;
        replyLines.clear();
        replyBytes = 0;
        if (own) {
            events.accept(new ControlEvent.Reply(ok, lines));
        }
    }

    private void output() {
        int paneEnd = OUTPUT.length;
        while (paneEnd < length && line[paneEnd] != ' ') {
            paneEnd++;
        }
        String pane = new String(line, OUTPUT.length, paneEnd - OUTPUT.length, StandardCharsets.US_ASCII);
        byte[] bytes = new byte[length - Math.min(length, paneEnd + 1)];
        int count = unescape(line, paneEnd + 1, length, bytes);
        events.accept(new ControlEvent.Output(
                pane, Buffer.buffer(count == bytes.length ? bytes : Arrays.copyOf(bytes, count))));
    }

    /**
     * Undoes tmux's {@code \ooo}: control bytes and the backslash come as three octal digits.
     *
     * @return how many bytes were written to {@code target}
     */
    static int unescape(byte[] source, int from, int to, byte[] target) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (source[i] == '\\' && to - i > 3) {
                target[count++] =
                        (byte) ((source[i + 1] - '0') << 6 | (source[i + 2] - '0') << 3 | (source[i + 3] - '0'));
                i += 3;
            } else {
                target[count++] = source[i];
            }
        }
        return count;
    }

    private boolean startsWith(byte[] word) {
        return length >= word.length && Arrays.equals(line, 0, word.length, word, 0, word.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
