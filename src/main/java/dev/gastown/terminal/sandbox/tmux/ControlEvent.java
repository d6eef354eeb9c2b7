package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** What a tmux control client tells, in the order tmux told it. */
public sealed interface ControlEvent {
    /**
     * Bytes a program wrote to its pane.
     *
     * @param pane tmux's pane id, as in {@code %7}
     * @param bytes exactly as written, at any boundary: escape sequences and characters may be split
     */
    record Output(String pane, Buffer bytes) implements ControlEvent {}

    /**
     * The answer to one command this client sent.
     *
     * @param ok false when tmux reported an error; the lines then say which
     * @param lines without their line ends
     */
    record Reply(boolean ok, List<Buffer> lines) implements ControlEvent {}

    /**
     * Something changed.
     *
     * @param line the notification with its percent sign, as in {@code %layout-change @1 …}
     */
    record Notification(String line) implements ControlEvent {}

    /** The client is gone; nothing follows. */
    record Ended() implements ControlEvent {}
}
