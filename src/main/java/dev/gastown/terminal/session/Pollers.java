package dev.gastown.terminal.session;

import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.cluster.Rendezvous;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which node polls which town: rendezvous hashing over the members that said they poll. Passed over are a member that
 * has not spoken yet (it is still starting, or is a monitor), one that is leaving, one that did not answer until it
 * speaks again, and one that does not know the town. All on the poller's event loop.
 */
final class Pollers {
    private final Members members;
    private final Clock clock;
    private final Duration silence;
    private final Map<String, Heard> others = new HashMap<>();
    private final Map<UUID, Instant> unknownHereUntil = new HashMap<>();
    private boolean leaving;

    private record Heard(Instant at, Set<UUID> unknown) {}

    /**
     * @param clock tells silences; one that nobody sets
     * @param silence a poller that was not heard of for that long counts as gone
     */
    Pollers(Members members, Clock clock, Duration silence) {
        this.members = members;
        this.clock = clock;
        this.silence = silence;
    }

    /**
     * Another node spoke.
     *
     * @return whether it is new, and is to be answered so that it knows as much as the others
     */
    boolean heard(PollerNotice notice) {
        if (notice.leaving()) {
            others.remove(notice.node());
            return false;
        }
        return others.put(notice.node(), new Heard(clock.instant(), Set.copyOf(notice.unknown()))) == null;
    }

    /** Another node did not answer: it is passed over until it speaks again. */
    void didNotAnswer(String node) {
        others.remove(node);
    }

    /** This node was to poll a town that it does not know: it is passed over for a while. */
    void unknownHere(UUID townId) {
        unknownHereUntil.put(townId, clock.instant().plus(silence));
    }

    /** The towns this node is passed over for. */
    Set<UUID> unknownHere() {
        unknownHereUntil.values().removeIf(until -> until.isBefore(clock.instant()));
        return Set.copyOf(unknownHereUntil.keySet());
    }

    private boolean isUnknownHere(UUID townId) {
        Instant until = unknownHereUntil.get(townId);
        return until != null && !until.isBefore(clock.instant());
    }

    /** This node leaves: it polls only what nobody else can. */
    void leave() {
        leaving = true;
    }

    boolean isLeaving() {
        return leaving;
    }

    /** The node that polls a town. */
    String of(UUID townId) {
        Instant oldest = clock.instant().minus(silence);
        others.values().removeIf(heard -> heard.at().isBefore(oldest));
        Set<String> present = members.present();
        boolean here = !leaving && !isUnknownHere(townId);
        Set<String> able = Stream.concat(
                        others.entrySet().stream()
                                .filter(other -> present.contains(other.getKey()))
                                .filter(other -> !other.getValue().unknown().contains(townId))
                                .map(Map.Entry::getKey),
                        here ? Stream.of(members.self()) : Stream.empty())
                .collect(Collectors.toSet());
        return able.isEmpty() ? members.self() : Rendezvous.choose(townId, able);
    }

    boolean isMine(UUID townId) {
        return of(townId).equals(members.self());
    }

    /** Whether a node is still a member. */
    boolean isMember(String node) {
        return members.present().contains(node);
    }
}
