package dev.gastown.terminal.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The session lists of a town with thousands of open pickers, each of which must get every one of them. */
final class Lists {
    private static final int SUBSCRIBERS = 5_000;

    /** Handshakes at once. */
    private static final int OPENING_AT_ONCE = 64;

    private static final long OPEN_DEADLINE_SECONDS = 60;

    private static final double WARM_UP_SECONDS = 40;
    private static final double SECONDS = 30;

    /** When nothing came for this long, a push is through. */
    private static final double REST_SECONDS = 0.5;

    private static final double REST_DEADLINE_SECONDS = 10;

    private static final double PING_SECONDS = 5;

    /** As browsers throttle them; the gateway cuts who is silent for longer. */
    private static final double HIDDEN_PING_SECONDS = 60;

    /** The pages' pings are spread over that in so many steps. */
    private static final int PING_STEPS = 100;

    private final Peer gateway;
    private int pinged;
    private final List<ListSubscriber> subscribers = new CopyOnWriteArrayList<>();

    private Lists(Peer gateway) {
        this.gateway = gateway;
    }

    /**
     * @param cpuMicros of the gateway for each delivery
     * @param loopMicros of its event loops alone: without what the JVM goes on compiling and collecting
     * @param delivered lists that came, each counted once a subscriber
     * @param expected lists that anybody got, times the subscribers
     * @param newest subscribers whose last list is the newest
     */
    private record Pushes(double cpuMicros, double loopMicros, long delivered, long expected, long newest) {}

    /** Measures a fresh gateway; the report's lines. */
    static String measure(Peers peers) throws Exception {
        Lists lists = new Lists(peers.freshGateway(Peers.FAST));
        try {
            return lists.measure();
        } finally {
            lists.subscribers.forEach(ListSubscriber::close);
        }
    }

    private String measure() throws Exception {
        ScheduledExecutorService pings = Executors.newSingleThreadScheduledExecutor();
        try {
            pingEvery(pings, HIDDEN_PING_SECONDS);
            open();
            Workloads.pause(WARM_UP_SECONDS);
            Pushes hidden = push();
            pingEvery(pings, PING_SECONDS);
            Pushes shown = push();
            return "\nSession lists of %d bytes to %d subscribers, every %d ms\n\n"
                            .formatted(subscribers.get(0).lastBytes(), SUBSCRIBERS, Peers.POLL_MILLIS)
                    + line("hidden pages, which ping once a minute", hidden)
                    + line("pages that ping every 5 s", shown);
        } finally {
            pings.shutdownNow();
        }
    }

    private void pingEvery(ScheduledExecutorService pings, double seconds) {
        pings.scheduleAtFixedRate(this::pingSome, 0, (long) (seconds * 1e9 / PING_STEPS), TimeUnit.NANOSECONDS);
    }

    private static String line(String name, Pushes pushes) {
        return "- %s: %s CPU µs of the gateway a delivery, %s of its event loops; %d of %d delivered, the newest to %d of %d subscribers%n"
                .formatted(
                        name,
                        Figures.number(pushes.cpuMicros()),
                        Figures.number(pushes.loopMicros()),
                        pushes.delivered(),
                        pushes.expected(),
                        pushes.newest(),
                        SUBSCRIBERS);
    }

    private void open() throws Exception {
        String user = Tickets.user();
        for (int from = 0; from < SUBSCRIBERS; from += OPENING_AT_ONCE) {
            List<CompletableFuture<ListSubscriber>> opening = new ArrayList<>();
            for (int i = from; i < Math.min(SUBSCRIBERS, from + OPENING_AT_ONCE); i++) {
                opening.add(ListSubscriber.open(gateway.port(), user, i));
            }
            for (CompletableFuture<ListSubscriber> subscriber : opening) {
                subscribers.add(subscriber.get(OPEN_DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
        }
    }

    /** From one rest between two pushes to another. */
    private Pushes push() throws Exception {
        rest();
        long before = newest();
        double cpu = gateway.cpuSeconds();
        double loops = gateway.eventLoopCpuSeconds();
        Workloads.pause(SECONDS);
        rest();
        cpu = gateway.cpuSeconds() - cpu;
        loops = gateway.eventLoopCpuSeconds() - loops;
        Set<Long> pushed = new HashSet<>();
        long delivered = 0;
        for (ListSubscriber subscriber : subscribers) {
            for (long sequence : subscriber.sequences()) {
                if (sequence > before) {
                    pushed.add(sequence);
                    delivered++;
                }
            }
        }
        long newest = newest();
        return new Pushes(
                cpu * 1e6 / delivered,
                loops * 1e6 / delivered,
                delivered,
                (long) pushed.size() * SUBSCRIBERS,
                subscribers.stream()
                        .filter(subscriber -> subscriber.last() == newest)
                        .count());
    }

    private void pingSome() {
        int open = subscribers.size();
        for (int i = 0; i < Math.ceil((double) open / PING_STEPS); i++) {
            subscribers.get(pinged++ % open).ping();
        }
    }

    private void rest() throws InterruptedException {
        long sum = -1;
        long deadline = System.nanoTime() + (long) (REST_DEADLINE_SECONDS * 1e9);
        while (sum != lists() && System.nanoTime() < deadline) {
            sum = lists();
            Workloads.pause(REST_SECONDS);
        }
    }

    private long lists() {
        return subscribers.stream().mapToLong(ListSubscriber::last).sum();
    }

    private long newest() {
        return subscribers.stream().mapToLong(ListSubscriber::last).max().orElseThrow();
    }
}
