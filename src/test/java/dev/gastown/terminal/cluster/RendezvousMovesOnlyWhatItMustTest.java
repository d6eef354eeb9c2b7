package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RendezvousMovesOnlyWhatItMustTest {
    private static final List<String> THREE = List.of("10.0.0.1:5701", "10.0.0.2:5701", "10.0.0.3:5701");

    private final Random random = new Random(7);
    private final List<UUID> towns = Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
            .limit(9_000)
            .toList();

    @Test
    void everyNodeHasItsShare() {
        Map<String, Long> shares = towns.stream()
                .map(town -> Rendezvous.choose(town, THREE))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares).containsOnlyKeys(THREE);
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(2_800L, 3_200L));
    }

    @Test
    void theOrderInWhichNodesAreKnownDoesNotMatter() {
        List<String> otherOrder = List.of(THREE.get(2), THREE.get(0), THREE.get(1));

        assertThat(towns)
                .allSatisfy(town ->
                        assertThat(Rendezvous.choose(town, otherOrder)).isEqualTo(Rendezvous.choose(town, THREE)));
    }

    @Test
    void whenANodeGoesOnlyItsOwnTownsMove() {
        List<String> two = THREE.subList(0, 2);

        assertThat(towns).allSatisfy(town -> {
            String before = Rendezvous.choose(town, THREE);
            if (two.contains(before)) {
                assertThat(Rendezvous.choose(town, two)).isEqualTo(before);
            }
        });
    }

    @Test
    void similarTownsAreSpreadToo() {
        Map<String, Long> shares = Stream.iterate(0L, low -> low + 1)
                .limit(3_000)
                .map(low -> Rendezvous.choose(new UUID(0, low), THREE))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isBetween(850L, 1_150L));
    }

    /** Nodes of different versions must agree, so this never changes. */
    @Test
    void theChoiceIsTheSameForEver() {
        assertThat(Stream.of(1L, 2L, 3L, 4L)
                        .map(low -> Rendezvous.choose(new UUID(7, low), THREE))
                        .toList())
                .containsExactly(THREE.get(2), THREE.get(0), THREE.get(0), THREE.get(0));
    }
}
