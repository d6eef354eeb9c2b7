package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes the lines of {@code capture-pane -e} drawable one by one: tmux writes only what changes from one cell to the
 * next, across line ends too. Mutable, for one pass over one capture.
 */
final class CapturedLines {
    private final Pen pen = new Pen();

    /** The line with the pen it begins with put before it, and the plain pen after it. */
    Buffer standalone(Buffer line) {
        Buffer drawn = Buffer.buffer(pen.fromPlain());
        drawn.appendBuffer(line);
        follow(line);
        drawn.appendString(pen.toPlain());
        return drawn;
    }

    private void follow(Buffer line) {
        for (int i = 0; i < line.length(); i++) {
            byte b = line.getByte(i);
            if (b == 0x0e) {
                pen.shiftOut(true);
            } else if (b == 0x0f) {
                pen.shiftOut(false);
            } else if (b == 0x1b && i + 1 < line.length() && line.getByte(i + 1) == '[') {
                int end = i + 2;
                while (end < line.length() && line.getByte(end) != 'm') {
                    end++;
                }
                if (end < line.length()) {
                    pen.apply(line.getString(i + 2, end, StandardCharsets.US_ASCII.name()));
                }
                i = end;
            }
        }
    }
}
