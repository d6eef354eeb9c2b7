package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.cluster.RehearsedCluster.NODES;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A session picker on each node. */
final class Feeds implements AutoCloseable {
    /** A list comes every 5 s. */
    static final Duration NEXT_LIST = Duration.ofSeconds(7);

    private static final Duration FIRST_LIST = Duration.ofSeconds(15);

    private final Map<Integer, FeedViewer> byNode = new TreeMap<>();

    /** Subscribes, and waits until each has its first list. */
    Feeds(RehearsedCluster cluster, Visitor visitor) {
        NODES.forEach(node -> byNode.put(node, visitor.subscribe(cluster.node(node))));
        await("a first list", FIRST_LIST, NODES, list -> true);
    }

    /** Waits until the subscribers on these nodes have been told a list of this kind, now or before. */
    void await(String what, Duration within, List<Integer> nodes, Predicate<JsonObject> wanted) {
        Deadline.await(
                what + " on nodes " + nodes,
                within,
                () -> nodes.stream()
                        .allMatch(node -> byNode.get(node).lists().stream().anyMatch(wanted)));
    }

    /** Waits until each subscriber has been told this many more lists. */
    void awaitNext(int lists) {
        Map<Integer, Integer> heard = new TreeMap<>();
        byNode.forEach((node, feed) -> heard.put(node, feed.lists().size()));
        Deadline.await(
                lists + " more lists on each node",
                NEXT_LIST.multipliedBy(lists),
                () -> NODES.stream().allMatch(node -> byNode.get(node).lists().size() >= heard.get(node) + lists));
    }

    /** Waits until a list that was made after a time has reached the subscribers on all nodes. */
    void awaitOneForAll(Duration within, long since) {
        Deadline.await(
                "one list for all nodes",
                within,
                () -> made(1, since).stream()
                        .anyMatch(list -> NODES.stream()
                                .allMatch(node -> made(node, since).contains(list))));
    }

    private List<Long> made(int node, long since) {
        return byNode.get(node).lists().stream()
                .filter(madeAfter(since))
                .map(list -> list.getLong("sequence"))
                .toList();
    }

    /** Lists that tell the news of after a time. */
    static Predicate<JsonObject> madeAfter(long time) {
        return list -> list.getLong("polledAt") > time && !list.getBoolean("stale");
    }

    /** Lists that name a session. */
    static Predicate<JsonObject> naming(String session) {
        return list -> list.getJsonArray("sessions").stream()
                .anyMatch(entry -> ((JsonObject) entry).getString("name").equals(session));
    }

    /** What each subscription was closed with; null where it is open. */
    List<Short> closeCodes() {
        return byNode.values().stream().map(FeedViewer::closeCode).toList();
    }

    @Override
    public void close() {
        byNode.values().forEach(FeedViewer::close);
    }
}
