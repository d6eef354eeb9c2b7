package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.tmux.Snapshot;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * A viewer of the plain form (contract section 3.1): the whole pane as JSON text, only when it changed, and not more often
 * than the interval given. Nothing is queued for a viewer that has not taken the last one.
 */
final class PlainViewer implements Viewer {
    private static final short CLOSE_NORMAL = 1000;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final TerminalStream stream;
    private final Duration interval;
    private String sent;
    private boolean dirty;
    private boolean busy;
    private boolean closed;

    /** The viewer still has to join the stream. */
    PlainViewer(Vertx vertx, ServerWebSocket socket, TerminalStream stream, Duration interval) {
        this.vertx = vertx;
        this.socket = socket;
        this.stream = stream;
        this.interval = interval;
        socket.textMessageHandler(this::controlled);
        socket.closeHandler(over -> {
            closed = true;
            stream.leave(this);
        });
        // A broken frame or connection: the close handler follows and says all there is to say.
        socket.exceptionHandler(broken -> {});
    }

    /** Typed byte by byte, which has the effect of {@code send-keys -l --} and needs no quoting; Enter comes apart. */
    private void controlled(String text) {
        ControlMessage message = ControlMessage.parse(text);
        if (message instanceof ControlMessage.Input input) {
            stream.type(Buffer.buffer(input.text()));
            stream.enter();
            if (stream.inputFull(socket::resume)) {
                socket.pause();
            }
        } else if (message instanceof ControlMessage.Resize resize) {
            stream.resize(resize.columns(), resize.rows());
        }
    }

    @Override
    public void resized(int columns, int rows) {
        changed();
    }

    @Override
    public void snapshot(Snapshot snapshot, boolean another) {
        if (snapshot.state().dead()) {
            send(snapshot.screen().toString());
        } else {
            changed();
        }
    }

    /** Never: what it has not seen is in the next screen. */
    @Override
    public boolean behind() {
        return false;
    }

    @Override
    public boolean standsForOthers() {
        return false;
    }

    @Override
    public void output(Buffer bytes) {
        changed();
    }

    @Override
    public void interrupted() {
        busy = false;
    }

    @Override
    public void ended(Integer status) {
        if (!closed) {
            socket.close(CLOSE_NORMAL);
        }
    }

    private void changed() {
        dirty = true;
        next();
    }

    /** One question to tmux, one answer to the viewer, one pause: then the next, if anything changed meanwhile. */
    private void next() {
        if (!dirty || busy || closed) {
            return;
        }
        dirty = false;
        busy = true;
        stream.screen(screen -> screen.map(Buffer::toString)
                .filter(text -> !text.equals(sent))
                .ifPresentOrElse(this::send, this::pause));
    }

    private void send(String screen) {
        sent = screen;
        if (!closed) {
            socket.writeTextMessage(new JsonObject()
                            .put("type", "output")
                            .put("data", screen)
                            .put("timestamp", Instant.now().getEpochSecond())
                            .encode())
                    .onComplete(taken -> pause());
        }
    }

    private void pause() {
        vertx.setTimer(interval.toMillis(), timer -> {
            busy = false;
            next();
        });
    }
}
