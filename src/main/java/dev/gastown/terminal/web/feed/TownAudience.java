package dev.gastown.terminal.web.feed;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/**
 * A town's subscribers on one event loop, and what is being handed to them: to all in one task, which makes room for others
 * now and then, so that no keystroke on the same loop waits for thousands of lists. Confined to the loop.
 */
final class TownAudience {
    /** Subscribers between two pauses: some 3 ms. */
    private static final int AT_ONCE = 128;

    /** Milliseconds of a pause. Not none: the event loop reads no socket while tasks are queued. */
    private static final long PAUSE_MILLIS = 1;

    /** What waits for the round before it to end. Lists replace one another; other things beyond that are dropped. */
    private static final int WAITING = 16;

    private final Vertx vertx;
    private final Set<Subscription> subscribers = new LinkedHashSet<>();
    private final Queue<Envelope> waiting = new ArrayDeque<>();
    private boolean busy;

    TownAudience(Vertx vertx) {
        this.vertx = vertx;
    }

    void add(Subscription subscription) {
        subscribers.add(subscription);
    }

    /** Returns whether others are left. */
    boolean remove(Subscription subscription) {
        subscribers.remove(subscription);
        return !subscribers.isEmpty();
    }

    /** Hands it to everybody who is there now, behind what came before. */
    void deliver(Envelope envelope) {
        if (!busy) {
            round(envelope, subscribers.toArray(Subscription[]::new), 0);
            return;
        }
        if (envelope.sequence().isPresent()) {
            waiting.removeIf(older -> older.sequence().isPresent());
        }
        if (waiting.size() < WAITING) {
            waiting.add(envelope);
        }
    }

    private void round(Envelope envelope, Subscription[] all, int from) {
        int to = Math.min(all.length, from + AT_ONCE);
        for (int i = from; i < to; i++) {
            if (subscribers.contains(all[i])) {
                all[i].offer(envelope);
            }
        }
        busy = to < all.length;
        if (busy) {
            vertx.setTimer(PAUSE_MILLIS, next -> round(envelope, all, to));
        } else if (!waiting.isEmpty()) {
            deliver(waiting.remove());
        }
    }
}
