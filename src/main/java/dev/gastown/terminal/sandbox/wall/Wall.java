package dev.gastown.terminal.sandbox.wall;

import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One viewer's wall. It is sent a session's frame when it has not been sent that one before; while it does not keep up it
 * is sent nothing, and then whatever is the newest. Confined to the agent's event loop.
 */
final class Wall {
    /** Bytes on their way to a viewer above which it is not keeping up: beyond one frame no more than this is queued. */
    static final int MOST_QUEUED_BYTES = 64 * 1024;

    private final ServerWebSocket socket;
    private final List<String> sessions;
    private final Map<String, SessionFrame> sent = new HashMap<>();
    private long queuedBytes;

    /** Where to go on in the sessions: behind the last one sent, so that a slow viewer sees all of them in turn. */
    private int next;

    /**
     * @param socket nothing that comes from it counts
     * @param sessions what it shows
     */
    Wall(ServerWebSocket socket, List<String> sessions) {
        this.socket = socket;
        this.sessions = sessions;
        socket.frameHandler(ignored -> {});
        // A broken frame or connection: the close handler follows and says all there is to say.
        socket.exceptionHandler(broken -> {});
    }

    List<String> sessions() {
        return sessions;
    }

    /** Sends what is new to this viewer, as far as it keeps up. */
    void show(Map<String, SessionFrame> newest) {
        for (int i = 0; i < sessions.size() && queuedBytes <= MOST_QUEUED_BYTES; i++) {
            String session = sessions.get(next);
            next = (next + 1) % sessions.size();
            SessionFrame frame = newest.get(session);
            if (frame != null && sent.put(session, frame) != frame) {
                send(frame);
            }
        }
    }

    private void send(SessionFrame frame) {
        if (socket.isClosed()) {
            return;
        }
        queuedBytes += frame.bytes();
        socket.writeTextMessage(frame.text()).onComplete(taken -> queuedBytes -= frame.bytes());
    }
}
