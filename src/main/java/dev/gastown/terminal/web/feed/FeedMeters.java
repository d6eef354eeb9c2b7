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
    private final LimitMeter limits;

    FeedMeters(MeterRegistry meters) {
        this.limits = new LimitMeter(meters);
        this.pushes = meters.counter("gastown.feed.pushes");
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

    /** A list was written to one browser. */
    void pushed() {
        pushes.increment();
    }
}
