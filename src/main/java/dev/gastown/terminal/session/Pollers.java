package dev.gastown.terminal.session;

import dev.gastown.terminal.cluster.Members;
import dev.gastown.terminal.cluster.Rendezvous;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which node polls which town: rendezvous hashing over the members that said they poll. A member that has not spoken yet
 * is still starting, or is a monitor; one that spoke last that it leaves is passed over. All on the poller's event loop.
 */
final class Pollers {
    private final Members members;
    private final Clock clock;
    private final Duration silence;
    private final Map<String, Instant> lastHeard = new HashMap<>();
    private boolean leaving;

    /** @param silence a poller that was not heard of for that long counts as gone */
    Pollers(Members members, Clock clock, Duration silence) {
        this.members = members;
        this.clock = clock;
        this.silence = silence;
    }

    /** Whether somebody spoke who did not before: to be answered, so that it knows as much as the others. */
    boolean isNew(PollerNotice notice) {
        boolean known = present().contains(notice.node());
        if (notice.leaving()) {
            lastHeard.remove(notice.node());
        } else {
            lastHeard.put(notice.node(), clock.instant());
        }
        return !known && !notice.leaving();
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
        Set<String> pollers = present();
        if (!leaving || pollers.isEmpty()) {
            pollers.add(members.self());
        }
        return Rendezvous.choose(townId, pollers);
    }

    boolean isMine(UUID townId) {
        return of(townId).equals(members.self());
    }

    /** Whether a node is still a member. */
    boolean isMember(String node) {
        return members.present().contains(node);
    }

    /** The other nodes that poll. */
    private Set<String> present() {
        Instant oldest = clock.instant().minus(silence);
        lastHeard.values().removeIf(heard -> heard.isBefore(oldest));
        Set<String> present = new HashSet<>(members.present());
        present.retainAll(lastHeard.keySet());
        present.remove(members.self());
        return present;
    }
}
