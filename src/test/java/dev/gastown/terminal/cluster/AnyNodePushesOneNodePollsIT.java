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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What three nodes promise together: every one serves everybody, and the work that must be done once is done once. */
class AnyNodePushesOneNodePollsIT {
    /** README: a session that starts or dies shows within 6 s. */
    private static final Duration SHOWN = Duration.ofSeconds(6);

    /** Contract section 1.2: a change of the file takes effect within 10 s. */
    private static final Duration CHANGED = Duration.ofSeconds(10);

    private static final Duration LIVE = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);
    private static final short REVOKED = 4403;
    private static final int RACERS = 1_000;

    private static TestTown town;
    private static RehearsedCluster cluster;
    private static Visitor alice;

    @BeforeAll
    static void start() {
        town = TestTown.start().session("hq-mayor").session("gt-nux");
        try {
            cluster = RehearsedCluster.start(town);
            alice = new Visitor(cluster.token(OWNER));
        } catch (RuntimeException | Error notStarted) {
            town.close();
            throw notStarted;
        }
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            alice.close();
            cluster.close();
            town.close();
        }
    }

    @Test
    void aSessionThatStartsIsSeenOnAllThreeNodesWithinSixSeconds() {
        List<FeedViewer> feeds = subscribeEverywhere();

        town.session("gt-furiosa");

        // Each from the same start: they have to be told at the same time, not one after the other.
        Deadline.await(
                "gt-furiosa on three nodes",
                SHOWN,
                () -> feeds.stream().allMatch(feed -> feed.lists().stream().anyMatch(FeedViewer.naming("gt-furiosa"))));
        feeds.forEach(FeedViewer::close);
    }

    @Test
    void oneNodePollsForAllOfThem() {
        List<FeedViewer> feeds = subscribeEverywhere();
        awaitNextList(feeds.get(0));
        long requestsBefore = cluster.listRequests();
        List<Double> pollsBefore = polls();
        long start = System.nanoTime();

        for (int interval = 0; interval < 3; interval++) {
            awaitNextList(feeds.get(0));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(POLL_INTERVAL.multipliedBy(3).minusSeconds(1), POLL_INTERVAL.multipliedBy(4));
        assertThat(cluster.listRequests() - requestsBefore).isBetween(3L, 4L);
        List<Double> pollsAfter = polls();
        assertThat(NODES)
                .filteredOn(node -> pollsAfter.get(node - 1) > pollsBefore.get(node - 1))
                .hasSize(1);
        // The same lists, not lists like them.
        List<Long> lists = sequences(feeds.get(0));
        Deadline.await(
                "the same lists on all nodes",
                LIVE,
                () -> feeds.stream().allMatch(feed -> sequences(feed).containsAll(lists.subList(1, lists.size()))));
        feeds.forEach(FeedViewer::close);
    }

    @Test
    void aTicketMintedOnOneNodeIsRedeemedOnAnotherOnce() {
        String ticket = Visitor.await(alice.ticket(cluster.node(1), "gt-nux"));

        assertThat(alice.redemptionStatus(cluster.node(2), ticket)).isEqualTo(101);

        for (int node : NODES) {
            assertThat(alice.redemptionStatus(cluster.node(node), ticket))
                    .as("again on node " + node)
                    .isEqualTo(401);
        }
    }

    @RepeatedTest(5)
    void ofManyRacingRedemptionsOverThreeNodesExactlyOneWins() {
        List<URI> nodes = NODES.stream().map(cluster::node).toList();
        String ticket = Visitor.await(alice.ticket(cluster.balancer(), "gt-nux"));
        try (RacingRedemptions race = new RacingRedemptions(nodes, RACERS)) {
            assertThat(race.statuses(ticket)).isEqualTo(Map.of(101, 1L, 401, RACERS - 1L));
        }
    }

    @Test
    void whoLosesTheTownIsSentAwayFromAllThreeNodes() {
        List<FeedViewer> feeds = subscribeEverywhere();
        List<TerminalViewer> terminals = new ArrayList<>();
        NODES.forEach(node -> terminals.add(alice.watch(cluster.node(node), "gt-nux")));
        Deadline.await("three terminals", LIVE, () -> terminals.stream().allMatch(TerminalViewer::isLive));
        try {
            cluster.owners("bob");

            Deadline.await(
                    "six closed sockets",
                    CHANGED,
                    () -> feeds.stream().allMatch(feed -> feed.closeCode() != null)
                            && terminals.stream().allMatch(terminal -> terminal.closeCode() != null));
            assertThat(feeds).extracting(FeedViewer::closeCode).containsOnly(REVOKED);
            assertThat(terminals).extracting(TerminalViewer::closeCode).containsOnly(REVOKED);
        } finally {
            cluster.owners(OWNER);
            NODES.forEach(node -> Deadline.await(
                    "alice's town on node " + node,
                    CHANGED,
                    () -> alice.ticket(cluster.node(node), "gt-nux")
                            .map(true)
                            .otherwise(false)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join()));
        }
    }

    private static List<FeedViewer> subscribeEverywhere() {
        List<FeedViewer> feeds =
                NODES.stream().map(node -> alice.subscribe(cluster.node(node))).toList();
        Deadline.await(
                "a first list on each node",
                LIVE,
                () -> feeds.stream().noneMatch(feed -> feed.lists().isEmpty()));
        return feeds;
    }

    private static void awaitNextList(FeedViewer feed) {
        int heard = feed.lists().size();
        Deadline.await("the next list", SHOWN, () -> feed.lists().size() > heard);
    }

    private static List<Double> polls() {
        return NODES.stream()
                .map(node -> cluster.metric(node, "gastown_polls_total"))
                .toList();
    }

    private static List<Long> sequences(FeedViewer feed) {
        return feed.lists().stream().map(list -> list.getLong("sequence")).toList();
    }
}
