package dev.gastown.terminal.web.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted of the feed, once a node. Safe on any thread. */
final class FeedMeters {
    private final AtomicInteger subscribers = new AtomicInteger();
    private final Counter pushes;

    FeedMeters(MeterRegistry meters) {
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

    /** A list was written to one browser. */
    void pushed() {
        pushes.increment();
    }
}
