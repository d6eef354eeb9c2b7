package dev.gastown.terminal.web.feed;

import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the feed, once a node. Safe on any thread. */
final class FeedMeters {
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Counter pushes;
    private final Counter drops;
    private final LimitMeter limits;

    FeedMeters(MeterRegistry meters) {
        this.limits = new LimitMeter(meters);
        this.pushes = Counter.builder("gastown.feed.pushes")
                .description("Session lists written to browsers")
                .register(meters);
        this.drops = Counter.builder("gastown.feed.drops")
                .description(
                        "Session lists that a slow browser never got, because a newer one came before it took them")
                .register(meters);
        Gauge.builder("gastown.feed.subscribers", subscribers, AtomicInteger::get)
                .description("Subscriptions to session lists on this node")
                .register(meters);
    }

    void subscribed() {
        subscribers.incrementAndGet();
    }

    void unsubscribed() {
        subscribers.decrementAndGet();
    }

    /** A user has as many sockets as one may have. */
    void refused() {
        limits.reached(Limit.FEED_SOCKETS_PER_USER);
    }

    /** A WebSocket failed: by a frame that was too large, perhaps. */
    void failed(Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException broken
                && broken.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            limits.reached(Limit.FEED_MESSAGE_BYTES);
        }
    }

    /** A list was replaced by a newer one before one browser took it. */
    void dropped() {
        drops.increment();
    }

    /** A list was written to one browser. */
    void pushed() {
        pushes.increment();
    }
}
