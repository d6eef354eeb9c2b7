package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.cluster.RehearsedCluster.NODES;
import static dev.gastown.terminal.cluster.RehearsedCluster.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private static RehearsedCluster cluster;
    private static Visitor alice;

    @BeforeAll
    static void start() {
        cluster = RehearsedCluster.start(TestTown.start().session("hq-mayor").session("gt-nux"));
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
    void aSessionThatStartsIsSeenOnAllThreeNodesWithinSixSeconds() {
        try (Feeds feeds = new Feeds(cluster, alice)) {
            cluster.town().session("gt-furiosa");

            feeds.await("gt-furiosa", SHOWN, NODES, Feeds.naming("gt-furiosa"));
        }
    }

    @Test
    void oneNodePollsForAllOfThem() {
        try (Feeds feeds = new Feeds(cluster, alice)) {
            feeds.awaitNext(1);
            long since = System.currentTimeMillis();
            long start = System.nanoTime();
            PollCount polls = new PollCount(cluster);

            feeds.awaitNext(3);

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(POLL_INTERVAL.multipliedBy(3).minusSeconds(1), POLL_INTERVAL.multipliedBy(4));
            assertThat(polls.requests()).isBetween(3L, 4L);
            assertThat(polls.pollers()).hasSize(1);
            // The same lists, not lists like them.
            feeds.awaitOneForAll(SHOWN, since);
        }
    }

    @Test
    void aTicketMintedOnOneNodeIsRedeemedOnAnotherOnce() {
        String ticket = alice.ticket(cluster.node(1), "gt-nux");

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
        String ticket = alice.ticket(cluster.balancer(), "gt-nux");
        try (RacingRedemptions race = new RacingRedemptions(nodes, RACERS)) {
            Map<Integer, Long> statuses = race.statuses(ticket);

            // Where the machine is too busy to tell in time who was first, a node says that, and opens nothing.
            long refused = statuses.getOrDefault(401, 0L) + statuses.getOrDefault(503, 0L);
            assertThat(statuses.get(101)).as("%s", statuses).isEqualTo(1);
            assertThat(refused).as("%s", statuses).isEqualTo(RACERS - 1L);
        }
    }

    @Test
    void whoLogsOutOnOneNodeIsSentAwayFromAllThree() {
        try (Visitor leaving = new Visitor(cluster.token(OWNER));
                Feeds feeds = new Feeds(cluster, leaving)) {
            List<TerminalViewer> terminals = watchedOnEveryNode(leaving);

            assertThat(leaving.logOut(cluster.node(1))).isEqualTo(204);

            assertAllRevoked(feeds, terminals);
            NODES.forEach(node -> assertThat(leaving.canWatch(cluster.node(node), "gt-nux"))
                    .as("again on node " + node)
                    .isFalse());
            assertThat(alice.canWatch(cluster.node(3), "gt-nux")).isTrue();
        }
    }

    @Test
    void whoLosesTheTownIsSentAwayFromAllThreeNodes() {
        List<TerminalViewer> terminals = watchedOnEveryNode(alice);
        try (Feeds feeds = new Feeds(cluster, alice)) {
            cluster.owners("bob");

            assertAllRevoked(feeds, terminals);
        } finally {
            cluster.owners(OWNER);
            NODES.forEach(node -> Deadline.await(
                    "alice's town on node " + node, CHANGED, () -> alice.canWatch(cluster.node(node), "gt-nux")));
        }
    }

    private static List<TerminalViewer> watchedOnEveryNode(Visitor visitor) {
        List<TerminalViewer> terminals = NODES.stream()
                .map(node -> visitor.watch(cluster.node(node), "gt-nux"))
                .toList();
        Deadline.await("three terminals", LIVE, () -> terminals.stream().allMatch(TerminalViewer::isLive));
        return terminals;
    }

    private static void assertAllRevoked(Feeds feeds, List<TerminalViewer> terminals) {
        Deadline.await(
                "six closed sockets",
                CHANGED,
                () -> feeds.closeCodes().stream().noneMatch(Objects::isNull)
                        && terminals.stream().noneMatch(terminal -> terminal.closeCode() == null));
        assertThat(feeds.closeCodes()).containsOnly(REVOKED);
        assertThat(terminals).extracting(TerminalViewer::closeCode).containsOnly(REVOKED);
    }
}
