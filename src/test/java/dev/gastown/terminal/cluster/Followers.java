package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many pages that show {@link NumberedLines}. */
final class Followers implements AutoCloseable {
    private static final Duration LIVE = Duration.ofSeconds(20);

    private final List<Follower> followers = new ArrayList<>();

    /**
     * Opens pages and waits until all are live.
     *
     * @param at what they connect to
     * @param each how many connect to each
     */
    Followers(Visitor visitor, List<URI> at, int each, String session) {
        for (URI target : at) {
            IntStream.range(0, each).forEach(i -> followers.add(new Follower(visitor, target, session)));
        }
        Deadline.await("live terminals", LIVE, () -> followers.stream().allMatch(Follower::isLive), this::howFar);
    }

    private String howFar() {
        return ": %d of %d are, after %d new attempts; refused: %s"
                .formatted(
                        followers.stream().filter(Follower::isLive).count(),
                        followers.size(),
                        followers.stream()
                                .mapToInt(follower -> follower.comebacks().size())
                                .sum(),
                        errors().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
    }

    /** Waits until every one is connected and shows what was printed after now. */
    void awaitGoingOn() {
        int now = followers.stream().mapToInt(Follower::last).max().orElseThrow();
        Deadline.await(
                "lines after " + now + " for all",
                LIVE,
                () -> followers.stream().allMatch(follower -> follower.isLive() && follower.last() > now));
    }

    /** No one missed a line or saw one twice. */
    void assertNothingMissed() {
        assertThat(followers.stream().flatMap(follower -> follower.faults().stream()))
                .as("lines missed or repeated")
                .isEmpty();
    }

    /** Answers that were errors, on anyone's way back in. */
    List<String> errors() {
        return followers.stream()
                .flatMap(follower -> follower.errors().stream())
                .toList();
    }

    /** When anyone had to come back, since a time: {@link System#nanoTime} of each. */
    List<Long> comebacks(long since) {
        return followers.stream()
                .flatMap(follower -> follower.comebacks().stream())
                .filter(time -> time > since)
                .toList();
    }

    @Override
    public void close() {
        followers.forEach(Follower::end);
    }
}
