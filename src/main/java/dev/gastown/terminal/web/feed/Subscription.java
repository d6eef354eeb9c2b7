package dev.gastown.terminal.web.feed;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * A browser's wish to hear a town's lists. Keeps at most one list that waits for a slow browser: every list is whole, so the
 * newest makes up for those before it. Confined to the event loop of its socket.
 */
final class Subscription {
    private final FeedSession session;
    private final UUID townId;

    /** The number of the list written last: the first one may come as a greeting and as a push. */
    private OptionalLong written = OptionalLong.empty();

    private boolean writing;
    private Envelope owed;

    Subscription(FeedSession session, UUID townId) {
        this.session = session;
        this.townId = townId;
    }

    UUID townId() {
        return townId;
    }

    /** Writes a list now, or when the browser has taken what it was sent before. What is no list is not kept for later. */
    void offer(Envelope envelope) {
        boolean list = envelope.sequence().isPresent();
        if (writing || !session.takesMore()) {
            owed = list ? envelope : owed;
        } else if (!list || !envelope.sequence().equals(written)) {
            write(envelope);
        }
    }

    /** Writes the list that waited, if the browser takes it now. */
    void makeUp() {
        if (owed != null && !writing && session.takesMore()) {
            Envelope newest = owed;
            owed = null;
            offer(newest);
        }
    }

    private void write(Envelope envelope) {
        if (envelope.sequence().isPresent()) {
            written = envelope.sequence();
        }
        writing = true;
        session.write(envelope, () -> writing = false);
    }
}
