package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tmux session, watched and typed to through one control client.
 *
 * <p>Everything happens on one Vert.x context, in the order of tmux's stream: what a callback is given is the pane at
 * exactly the point between the outputs before and after it.
 */
public final class SessionControl {
    private static final Logger LOG = LoggerFactory.getLogger(SessionControl.class);

    /** Bytes typed by one command: three characters each, so that a line stays far below tmux's limits. */
    private static final int BYTES_PER_COMMAND = 512;

    /** What the session's owner is told. */
    public interface Listener {
        /** Bytes of the pane shown. */
        void output(Buffer bytes);

        /** The bytes just told of hold a bell; one that ends a control string is none. */
        void rang();

        /** Size, pane or program may have changed: worth a snapshot. */
        void changed();

        /** The control client is gone, for whatever reason; nothing follows. */
        void ended();
    }

    private final String target;
    private final String session;
    private final Listener listener;
    private final ControlClient client;
    private final Queue<Expected> expected = new ArrayDeque<>();

    /** By pane, from the first byte seen, because which pane is shown is known only with the first snapshot. */
    private final Map<String, TerminalTracker> trackers = new HashMap<>();

    private PaneState shown;
    private String attachedTo;
    private boolean restoresWindowSize;
    private boolean over;

    /** Replies still to come for one command line; an error ends the line, and the commands after it never reply. */
    private static final class Expected {
        private final int count;
        private final Consumer<List<ControlEvent.Reply>> done;
        private final List<ControlEvent.Reply> replies = new ArrayList<>();

        private Expected(int count, Consumer<List<ControlEvent.Reply>> done) {
            this.count = count;
            this.done = done;
        }

        private boolean complete(ControlEvent.Reply reply) {
            replies.add(reply);
            return !reply.ok() || replies.size() == count;
        }
    }

    /**
     * Starts a control client.
     *
     * @param context the one context everything happens on; call it from there
     * @param session a valid session name; when there is none such, {@link Listener#ended()} follows
     */
    public SessionControl(Context context, Tmux tmux, String session, Listener listener) {
        this.session = session;
        this.target = " -t " + Tmux.paneTarget(session);
        this.listener = listener;
        this.client = ControlClient.attach(context, tmux, session, this::handle);
    }

    /**
     * Takes a snapshot. Output before it is in it, output after it is not.
     *
     * @param done gets the snapshot, or nothing when tmux refused, as it does when the session is gone
     */
    public void snapshot(int scrollbackLines, Consumer<Optional<Snapshot>> done) {
        send(Snapshot.command(session, scrollbackLines), Snapshot.REPLIES, replies -> {
            Optional<Snapshot> snapshot = failed(replies) ? Optional.empty() : compose(replies);
            snapshot.ifPresent(taken -> shown = taken.state());
            done.accept(snapshot);
        });
    }

    private Optional<Snapshot> compose(List<ControlEvent.Reply> replies) {
        try {
            return Optional.of(
                    Snapshot.of(replies.stream().map(ControlEvent.Reply::lines).toList(), this::trackerOf));
        } catch (IllegalArgumentException e) {
            // A tmux whose answers are not understood: better no stream than a wrong one.
            LOG.error("Cannot read tmux's answer about {}: {}", session, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Asks whether the pane still is what the last snapshot showed; {@link Listener#changed()} follows when not. To be
     * called now and then: tmux has no notification for a program that ends or is replaced, and its subscriptions, which
     * run off a timer in tmux, were seen to stand still on a busy machine.
     */
    public void check() {
        send("display-message -p" + target + " '" + PaneState.IDENTITY_FORMAT + "'", 1, replies -> {
            boolean same = shown == null
                    || (!failed(replies) && replies.get(0).lines().equals(List.of(Buffer.buffer(shown.identity()))));
            if (!same) {
                listener.changed();
            }
        });
    }

    /** The visible screen with colours, every line ended by LF, or nothing when tmux refused. */
    public void screen(Consumer<Optional<Buffer>> done) {
        send("capture-pane -p -e" + target, 1, replies -> {
            if (failed(replies)) {
                done.accept(Optional.empty());
                return;
            }
            done.accept(Optional.of(Snapshot.joined(replies.get(0).lines())));
        });
    }

    /** Types bytes as they are: none of them is read as a key's name, an option or a command. */
    public void type(Buffer bytes) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        byte[] all = bytes.getBytes();
        for (int from = 0; from < all.length; from += BYTES_PER_COMMAND) {
            int to = Math.min(all.length, from + BYTES_PER_COMMAND);
            send("send-keys" + target + " -H " + hex.formatHex(all, from, to), 1, replies -> {});
        }
    }

    /** Presses Enter. */
    public void enter() {
        send("send-keys" + target + " Enter", 1, replies -> {});
    }

    /** Gives the window a size. tmux then keeps it at that size, until {@link #close()} undoes it. */
    public void resize(int columns, int rows) {
        if (!restoresWindowSize) {
            send(
                    "show-options -w -v" + target + " window-size",
                    1,
                    replies -> restoresWindowSize =
                            !failed(replies) && replies.get(0).lines().isEmpty());
        }
        send("resize-window" + target + " -x " + columns + " -y " + rows, 1, replies -> {});
    }

    /** Whether tmux is behind with what was typed and its source should pause. */
    public boolean writeQueueFull() {
        return client.writeQueueFull();
    }

    /** Sets what runs when {@link #writeQueueFull()} no longer holds. */
    public void drainHandler(Runnable handler) {
        client.drainHandler(handler);
    }

    /** tmux's id of the session attached to, as in {@code $3}; null until tmux said so. */
    public String attachedTo() {
        return attachedTo;
    }

    /** Detaches. The listener hears no more. */
    public void close() {
        if (!over) {
            if (restoresWindowSize) {
                // Who attaches next with a terminal of their own gets its size, not the last viewer's.
                client.send("set-option -w -u" + target + " window-size");
            }
            over = true;
            client.close();
        }
    }

    private static boolean failed(List<ControlEvent.Reply> replies) {
        return replies.stream().anyMatch(reply -> !reply.ok());
    }

    private void send(String commandLine, int replies, Consumer<List<ControlEvent.Reply>> done) {
        expected.add(new Expected(replies, done));
        client.send(commandLine);
    }

    private void handle(List<ControlEvent> batch) {
        for (ControlEvent event : batch) {
            if (over) {
                return;
            }
            if (event instanceof ControlEvent.Output output) {
                output(output);
            } else if (event instanceof ControlEvent.Reply reply) {
                reply(reply);
            } else if (event instanceof ControlEvent.Notification notification) {
                notification(notification.line());
            } else {
                end();
            }
        }
    }

    private void end() {
        over = true;
        client.close();
        listener.ended();
    }

    private void output(ControlEvent.Output output) {
        TerminalTracker tracker = trackerOf(output.pane());
        boolean torn = tracker.beginsInsideCharacter(output.bytes());
        tracker.feed(output.bytes());
        boolean rang = tracker.takeBell();
        if (shown != null && shown.pane().equals(output.pane())) {
            listener.output(output.bytes());
            if (rang) {
                listener.rang();
            }
            if (torn) {
                listener.changed();
            }
        }
    }

    private TerminalTracker trackerOf(String pane) {
        return trackers.computeIfAbsent(pane, id -> new TerminalTracker());
    }

    private void reply(ControlEvent.Reply reply) {
        Expected first = expected.peek();
        if (first != null && first.complete(reply)) {
            expected.remove();
            first.done.accept(first.replies);
        }
    }

    private void notification(String line) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
            case "%session-changed" -> {
                // With detach-on-destroy off tmux moves the client to another session when this one is killed.
                if (attachedTo != null && !attachedTo.equals(words[1])) {
                    end();
                } else {
                    attachedTo = words[1];
                }
            }
            case "%layout-change", "%window-pane-changed", "%session-window-changed" -> listener.changed();
            default -> {}
        }
    }
}
