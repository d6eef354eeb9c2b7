package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.tmux.Snapshot;
import dev.gastown.terminal.session.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * A viewer of the form {@code gastown.terminal.v2} (contract section 3.2): raw bytes in binary frames, control messages in
 * text frames.
 *
 * <p>A viewer that reads too slowly is cut off from the live stream and gets a snapshot when it has caught up. So what is
 * queued for one viewer never exceeds {@link #MAX_QUEUED_BYTES} and one snapshot, and nobody waits for it.
 */
final class RawViewer implements Viewer {
    /** Live bytes queued for a viewer, beyond its last snapshot, above which it has fallen behind. */
    static final int MAX_QUEUED_BYTES = 1024 * 1024;

    /** Bytes still queued below which a viewer that fell behind has caught up. */
    static final int CAUGHT_UP_BYTES = 32 * 1024;

    /** Largest binary frame of a snapshot, bytes. */
    static final int SNAPSHOT_FRAME_BYTES = 16 * 1024;

    /** Shortest time between falling behind and the next snapshot: a flood costs a few redraws a second, no more. */
    private static final Duration RESYNC_PAUSE = Duration.ofMillis(250);

    private static final short CLOSE_NORMAL = 1000;

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final TerminalStream stream;
    private int columns;
    private int rows;
    private State state = State.SEEDING;
    private long queuedBytes;
    private long snapshotBytes;
    private boolean resyncDue;

    /** What the last snapshot was asked for with; null when it was not asked for, or with nothing. */
    private Integer ask;

    /** Nothing has answered it yet. */
    private boolean askOwed;

    private enum State {
        /** A snapshot is on its way; live bytes before it are part of it. */
        SEEDING,
        LIVE,
        /** Cut off from the live stream until the queue is empty. */
        BEHIND,
        CLOSED
    }

    /** Says hello. The viewer still has to join the stream. */
    RawViewer(Vertx vertx, ServerWebSocket socket, TerminalStream stream, ListedSession session) {
        this.vertx = vertx;
        this.socket = socket;
        this.stream = stream;
        this.columns = session.pulse().columns();
        this.rows = session.pulse().rows();
        control(new JsonObject()
                .put("type", "hello")
                .put("session", session.name())
                .put("role", session.role().wireName())
                .put("access", session.role() == Role.MAYOR ? "write" : "read")
                .put("cols", columns)
                .put("rows", rows));
        socket.binaryMessageHandler(this::typed);
        socket.textMessageHandler(this::controlled);
        socket.closeHandler(closed -> {
            state = State.CLOSED;
            stream.leave(this);
        });
        // A broken frame or connection: the close handler follows and says all there is to say.
        socket.exceptionHandler(broken -> {});
    }

    private void typed(Buffer bytes) {
        stream.type(bytes);
        if (stream.inputFull(socket::resume)) {
            socket.pause();
        }
    }

    private void controlled(String text) {
        ControlMessage message = ControlMessage.parse(text);
        if (message instanceof ControlMessage.Resize resize) {
            stream.resize(resize.columns(), resize.rows());
        } else if (message instanceof ControlMessage.SnapshotWanted wanted && state == State.LIVE) {
            ask = wanted.ask();
            askOwed = true;
            stream.requestSnapshot(this);
        }
    }

    @Override
    public void resized(int columns, int rows) {
        if (columns != this.columns || rows != this.rows) {
            this.columns = columns;
            this.rows = rows;
            control(new JsonObject().put("type", "size").put("cols", columns).put("rows", rows));
        }
    }

    @Override
    public void snapshot(Snapshot snapshot, boolean another) {
        Buffer redraw = snapshot.redraw();
        snapshotBytes = redraw.length();
        JsonObject begin = new JsonObject().put("type", "snapshot");
        boolean last = snapshot.state().dead();
        if (ask != null && (askOwed || last) && state == State.LIVE && !another) {
            begin.put("ask", ask);
            if (last) {
                begin.put("last", true);
            }
        }
        askOwed = false;
        control(begin);
        for (int from = 0; from < redraw.length(); from += SNAPSHOT_FRAME_BYTES) {
            binary(redraw.slice(from, Math.min(redraw.length(), from + SNAPSHOT_FRAME_BYTES)));
        }
        control(new JsonObject().put("type", "live"));
        state = State.LIVE;
    }

    @Override
    public boolean behind() {
        return state == State.BEHIND;
    }

    @Override
    public boolean standsForOthers() {
        return ask != null;
    }

    @Override
    public void output(Buffer bytes) {
        if (state != State.LIVE) {
            return;
        }
        if (queuedBytes > snapshotBytes + MAX_QUEUED_BYTES) {
            state = State.BEHIND;
            resyncDue = false;
            vertx.setTimer(RESYNC_PAUSE.toMillis(), timer -> {
                resyncDue = true;
                resync();
            });
        } else {
            binary(bytes);
        }
    }

    @Override
    public void interrupted() {
        if (state == State.LIVE) {
            state = State.SEEDING;
        }
    }

    @Override
    public void ended(Integer status) {
        control(new JsonObject().put("type", "exit").put("status", status));
        socket.close(CLOSE_NORMAL);
    }

    private void resync() {
        if (state == State.BEHIND && resyncDue && queuedBytes <= CAUGHT_UP_BYTES) {
            state = State.SEEDING;
            stream.requestSnapshot(this);
        }
    }

    private void control(JsonObject message) {
        String text = message.encode();
        if (!socket.isClosed()) {
            queued(text.length(), socket.writeTextMessage(text));
        }
    }

    private void binary(Buffer bytes) {
        if (!socket.isClosed()) {
            queued(bytes.length(), socket.writeBinaryMessage(bytes));
        }
    }

    /** Counts what the socket has not taken yet; its own measure would not tell a snapshot from live bytes. */
    private void queued(int bytes, Future<Void> written) {
        queuedBytes += bytes;
        written.onComplete(done -> {
            queuedBytes -= bytes;
            resync();
        });
    }
}
