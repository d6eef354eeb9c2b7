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

    private Envelope owed;

    Subscription(FeedSession session, UUID townId) {
        this.session = session;
        this.townId = townId;
    }

    UUID townId() {
        return townId;
    }

    /** Writes it now, or when the browser has taken what it was sent before. What is no list is not kept for later. */
    void offer(Envelope envelope) {
        boolean list = envelope.sequence().isPresent();
        if (session.takesMore()) {
            if (!list) {
                session.write(envelope);
            } else if (!envelope.sequence().equals(written)) {
                written = envelope.sequence();
                session.write(envelope);
            }
        } else if (list) {
            if (owed == null) {
                session.waits(this);
            } else {
                session.dropped();
            }
            owed = envelope;
        }
    }

    /** Offers the list that waited. */
    void makeUp() {
        Envelope newest = owed;
        owed = null;
        offer(newest);
    }
}
