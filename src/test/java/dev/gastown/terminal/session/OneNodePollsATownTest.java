package dev.gastown.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.cluster.Members;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OneNodePollsATownTest {
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final TestClock clock = new TestClock();
    private final Set<String> present = new TreeSet<>(List.of("a", "b", "c"));
    private final Map<String, Pollers> nodes = new LinkedHashMap<>();
    private final Random random = new Random(7);
    private final List<UUID> towns = Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
            .limit(300)
            .toList();

    OneNodePollsATownTest() {
        for (String node : present) {
            nodes.put(node, new Pollers(members(node), clock, SILENCE));
        }
    }

    @Test
    void onceTheyHeardOfEachOther() {
        assertThat(pollersOfEach()).as("nobody heard of anybody").containsOnly(3L);
        nodes.keySet().forEach(this::says);

        assertThat(pollersOfEach()).containsOnly(1L);
        assertThat(nodes).allSatisfy((name, node) -> assertThat(towns).anyMatch(node::isMine));
    }

    @Test
    void aMemberThatNeverSpokeIsNoPoller() {
        says("a");
        says("b");

        assertThat(towns).noneMatch(town -> nodes.get("a").of(town).equals("c"));
    }

    @Test
    void whenAMemberIsGoneTheOthersTakeItsTowns() {
        nodes.keySet().forEach(this::says);
        present.remove("b");
        nodes.remove("b");

        assertThat(pollersOfEach()).containsOnly(1L);
    }

    @Test
    void aMemberThatFellSilentIsPassedOver() {
        nodes.keySet().forEach(this::says);
        clock.advance(SILENCE.plusMillis(1));
        says("a");
        says("c");

        assertThat(towns).noneMatch(town -> nodes.get("a").of(town).equals("b"));
    }

    @Test
    void aLeavingNodeGivesAllItsTownsAway() {
        nodes.keySet().forEach(this::says);
        nodes.get("b").leave();
        says("b");

        assertThat(pollersOfEach()).containsOnly(1L);
        assertThat(towns).noneMatch(nodes.get("b")::isMine);
    }

    @Test
    void aLeavingNodeGoesOnWhenItIsTheLast() {
        present.removeAll(Set.of("a", "c"));
        nodes.get("b").leave();

        assertThat(towns).allMatch(nodes.get("b")::isMine);
    }

    @Test
    void aNodeThatDoesNotKnowATownYetIsPassedOverForThatOne() {
        nodes.keySet().forEach(this::says);
        UUID town = towns.stream().filter(nodes.get("b")::isMine).findFirst().orElseThrow();
        nodes.get("b").unknownHere(town);
        says("b");

        assertThat(nodes.get("a").of(town)).isNotEqualTo("b");
        assertThat(pollersOfEach()).containsOnly(1L);
        assertThat(towns).anyMatch(nodes.get("b")::isMine);

        clock.advance(SILENCE.plusMillis(1));
        nodes.keySet().forEach(this::says);
        assertThat(nodes.get("a").of(town))
                .as("a while later it is tried again")
                .isEqualTo("b");
    }

    @Test
    void aTownThatNobodyKnowsIsEverybodysOwn() {
        nodes.keySet().forEach(this::says);
        nodes.values().forEach(node -> node.unknownHere(towns.get(0)));
        nodes.keySet().forEach(this::says);

        assertThat(nodes.values()).allMatch(node -> node.isMine(towns.get(0)));
    }

    @Test
    void aNodeThatDidNotAnswerIsPassedOverUntilItSpeaks() {
        nodes.keySet().forEach(this::says);
        nodes.get("a").didNotAnswer("b");
        assertThat(towns).noneMatch(town -> nodes.get("a").of(town).equals("b"));

        says("b");
        assertThat(towns).anyMatch(town -> nodes.get("a").of(town).equals("b"));
    }

    @Test
    void newcomersAreAnsweredOnce() {
        PollerNotice notice = new PollerNotice("b", List.of(), List.of(), false);
        Pollers a = nodes.get("a");

        assertThat(a.heard(notice)).isTrue();
        assertThat(a.heard(notice)).isFalse();
        assertThat(a.heard(new PollerNotice("b", List.of(), List.of(), true))).isFalse();
    }

    private void says(String speaker) {
        PollerNotice notice = new PollerNotice(
                speaker,
                List.of(),
                nodes.get(speaker).unknownHere(),
                nodes.get(speaker).isLeaving());
        nodes.forEach((name, node) -> {
            if (!name.equals(speaker)) {
                node.heard(notice);
            }
        });
    }

    /** For each town, how many nodes hold that it is theirs. */
    private List<Long> pollersOfEach() {
        return towns.stream()
                .map(town -> nodes.values().stream()
                        .filter(node -> node.isMine(town))
                        .count())
                .toList();
    }

    private Members members(String self) {
        return new Members() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public Set<String> present() {
                return Set.copyOf(present);
            }

            @Override
            public boolean isJoined() {
                return true;
            }
        };
    }
}
