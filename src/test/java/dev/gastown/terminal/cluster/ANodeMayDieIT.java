package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.cluster.RehearsedCluster.NODES;
import static dev.gastown.terminal.cluster.RehearsedCluster.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to nodes: a crash, a cut cable, a new release. Who watches misses nothing. */
class ANodeMayDieIT {
    /** How long lists may pause when the node that polls is gone, or cut off. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(15);

    /** How long nodes may take to be one cluster again. */
    private static final Duration MERGED = Duration.ofSeconds(15);

    /** How long a node may be silent before the others do without it. */
    private static final Duration MISSED = Duration.ofSeconds(10);

    private static final Duration LIVE = Duration.ofSeconds(20);
    private static final int VIEWERS = 300;

    /** Static, coloured, wide: a screen that two viewers can be shown alike. */
    private static final String PAINTED =
            "printf '\\033[1;31mred\\033[0m \\033[38;5;208m日本語\\033[0m 🚀\\r\\n\\033[7m menu \\033[0m'; exec cat";

    private static RehearsedCluster cluster;
    private static Visitor alice;

    @BeforeAll
    static void start() {
        cluster = RehearsedCluster.start(TestTown.start()
                .session("hq-mayor")
                .session("gt-painted", PAINTED)
                .session("gt-counter", NumberedLines.PROGRAM));
        alice = new Visitor(cluster.token(OWNER));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            alice.close();
            cluster.close();
        }
    }

    @Test
    void whenThePollingNodeIsKilledAnotherPollsAndItsViewersGoOnElsewhere() {
        int poller;
        try (Feeds feeds = new Feeds(cluster, alice);
                Followers followers = follow(cluster.balancer(), 12)) {
            poller = poller(feeds);
            TerminalViewer watching = alice.watch(cluster.node(poller), "gt-painted");
            Deadline.await(
                    "a painted screen",
                    LIVE,
                    () -> watching.isLive() && watching.terminal().contains("日本語"));
            long start = System.nanoTime();

            cluster.kill(poller);

            long killedAt = System.currentTimeMillis();
            followers.awaitGoingOn();
            assertThat(followers.comebacks(start))
                    .as("viewers of the dead node")
                    .isNotEmpty();
            TerminalViewer again = alice.watch(cluster.balancer(), "gt-painted");
            Deadline.await("the screen again", LIVE, again::isLive);
            assertThat(again.terminal()).isEqualTo(watching.terminal());
            List<Integer> others = NODES.stream().filter(node -> node != poller).toList();
            feeds.await("lists", TAKEN_OVER, others, Feeds.madeAfter(killedAt));
            followers.assertNothingMissed();
        }

        cluster.start(poller);
        long startedAt = System.currentTimeMillis();
        try (Feeds feeds = new Feeds(cluster, alice)) {
            feeds.awaitOneForAll(MERGED, startedAt);
            assertOnePoller(feeds);
        }
    }

    @Test
    void bothSidesOfAPartitionServeAndAreOneClusterAgainWhenItHeals() {
        try (Feeds before = new Feeds(cluster, alice);
                Followers followers =
                        new Followers(alice, NODES.stream().map(cluster::node).toList(), 2, "gt-counter")) {
            long start = System.nanoTime();

            cluster.cut(3);

            PollCount polls = new PollCount(cluster);
            before.await("lists", TAKEN_OVER, NODES, Feeds.madeAfter(System.currentTimeMillis()));
            Deadline.await(
                    "a node that polls on each side",
                    TAKEN_OVER,
                    () -> polls.pollers().contains(3) && polls.pollers().size() > 1);
            for (int node : NODES) {
                Deadline.await(
                        "a new terminal on node " + node,
                        TAKEN_OVER,
                        () -> alice.canWatch(cluster.node(node), "gt-painted"));
            }
            followers.awaitGoingOn();
            String usedAlone = alice.ticket(cluster.node(3), "gt-painted");
            assertThat(alice.redemptionStatus(cluster.node(3), usedAlone)).isEqualTo(101);

            cluster.heal(3);

            before.awaitOneForAll(MERGED, System.currentTimeMillis());
            for (int node : NODES) {
                assertThat(alice.redemptionStatus(cluster.node(node), usedAlone))
                        .as("on node " + node + ", a ticket that was used apart from it")
                        .isEqualTo(401);
            }
            // Subscriptions made after a merge are the ones that a half-merged cluster loses.
            try (Feeds after = new Feeds(cluster, alice)) {
                assertOnePoller(after);
            }
            followers.awaitGoingOn();
            followers.assertNothingMissed();
            assertThat(followers.comebacks(start))
                    .as("terminals that broke off")
                    .isEmpty();
        }
    }

    /** Until a silent member is missed, a part of the shared memory can't be asked. */
    @Test
    void whileASilentNodeIsNotYetMissedUpgradesAreAnsweredSoonAndNeverTwiceWithYes() throws Exception {
        URI node = cluster.node(1);
        List<String> tickets = Stream.generate(() -> alice.ticket(node, "gt-painted"))
                .limit(60)
                .toList();
        ExecutorService browsers = Executors.newFixedThreadPool(tickets.size());
        try {
            cluster.cut(3);
            long cutAt = System.nanoTime();
            List<Future<Integer>> uses = tickets.stream()
                    .map(ticket -> browsers.submit(() -> alice.redemptionStatus(node, ticket)))
                    .toList();
            assertThat(cluster.metric(1, "gastown_cluster_members")).isPositive();
            Duration measured = Duration.ofNanos(System.nanoTime() - cutAt);
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> use : uses) {
                statuses.add(use.get());
            }

            assertThat(Duration.ofNanos(System.nanoTime() - cutAt)).isLessThan(Duration.ofSeconds(6));
            assertThat(measured).as("metrics answer meanwhile").isLessThan(Duration.ofSeconds(3));
            assertThat(statuses).contains(101).contains(503).isSubsetOf(101, 503);
            Deadline.await(
                    "the silent node to be missed",
                    MISSED.minusNanos(System.nanoTime() - cutAt),
                    () -> cluster.metric(1, "gastown_cluster_members") == 2);
            cluster.heal(3);
            Deadline.await(
                    "all three to be members",
                    MERGED.multipliedBy(2),
                    () -> NODES.stream()
                            .allMatch(member -> cluster.metric(member, "gastown_cluster_members") == NODES.size()));
            for (int i = 0; i < tickets.size(); i++) {
                if (statuses.get(i) == 101) {
                    assertThat(alice.redemptionStatus(cluster.node(i % 3 + 1), tickets.get(i)))
                            .isEqualTo(401);
                }
            }
        } finally {
            browsers.shutdownNow();
            cluster.heal(3);
        }
    }

    @Test
    void aRollingRestartUnderThreeHundredViewersCostsNobodyALine() {
        try (Followers followers = follow(cluster.balancer(), VIEWERS);
                SteadyCaller caller = new SteadyCaller(alice, cluster.balancer())) {
            for (int node : NODES) {
                long before = System.nanoTime();
                cluster.stop(node);
                assertSpread(followers.comebacks(before), before);
                cluster.start(node);
            }

            followers.awaitGoingOn();
            followers.assertNothingMissed();
            assertThat(followers.errors()).as("errors on the way back in").isEmpty();
            assertThat(caller.errors()).as("errors of calls").isEmpty();
            assertThat(caller.answers()).isPositive();
        }
    }

    private static Followers follow(URI at, int count) {
        return new Followers(alice, List.of(at), count, "gt-counter");
    }

    private static int poller(Feeds feeds) {
        feeds.awaitNext(1);
        PollCount polls = new PollCount(cluster);
        feeds.awaitNext(1);
        assertThat(polls.pollers()).as("nodes that poll").hasSize(1);
        return polls.pollers().get(0);
    }

    /** From a list on, every node's subscribers are pushed two more, and the sandbox is asked no oftener than that. */
    private static void assertOnePoller(Feeds feeds) {
        PollCount polls = new PollCount(cluster);
        feeds.awaitNext(2);
        assertThat(polls.requests()).as("requests for two lists").isBetween(2L, 3L);
        assertThat(polls.pollers()).as("nodes that poll").hasSize(1);
    }

    /** Those whom a node sent away did not all come to the others in the same second. */
    private static void assertSpread(List<Long> comebacks, long since) {
        Map<Long, Long> bySecond = comebacks.stream()
                .collect(Collectors.groupingBy(
                        time -> TimeUnit.NANOSECONDS.toSeconds(time - since), Collectors.counting()));
        assertThat(comebacks).as("viewers sent away").hasSizeGreaterThan(VIEWERS / 10);
        assertThat(bySecond.values()).as("by second: " + bySecond).allMatch(count -> count <= comebacks.size() / 2);
    }
}
