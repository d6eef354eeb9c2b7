package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of the town, one tmux command for all of them, and only when someone asks.
 *
 * <p>Belongs to one Vert.x context: its methods are called there and its futures complete there.
 */
final class SessionDirectory {
    /** How long an answer of tmux serves further questions. */
    private static final Duration FRESH = Duration.ofMillis(500);

    /** Ended sessions remembered at most; beyond that the longest ended are forgotten. */
    private static final int MAX_ENDED = 1000;

    private final Vertx vertx;
    private final Tmux tmux;
    private final Duration retention;
    private final RigRegistry rigs;

    private Future<List<ListedSession>> asking = Future.succeededFuture();
    /** What will be asked when tmux has answered; null when nobody waits for it. */
    private Future<List<ListedSession>> nextAnswer;

    private Future<List<ListedSession>> listing = Future.succeededFuture(List.of());
    private long listedAtNanos = System.nanoTime() - 2 * FRESH.toNanos();
    private List<ListedSession> last = List.of();
    private final Map<String, Ended> ended = new HashMap<>();

    private record Ended(ListedSession session, long sinceNanos) {}

    SessionDirectory(Vertx vertx, Tmux tmux, SandboxSettings settings) {
        this.vertx = vertx;
        this.tmux = tmux;
        this.retention = settings.endedSessionRetention();
        this.rigs = new RigRegistry(settings.townRoot());
    }

    /**
     * The sessions tmux has, and those it had a short while ago, as dead. Questions that come together share one answer.
     *
     * @return fails with a {@link dev.gastown.terminal.sandbox.tmux.TmuxException}
     */
    Future<List<ListedSession>> list() {
        if (System.nanoTime() - listedAtNanos <= FRESH.toNanos()) {
            return Future.succeededFuture(withEnded());
        }
        if (listing.isComplete()) {
            listing = askAnew();
        }
        return listing.map(answered -> withEnded());
    }

    /**
     * A session tmux has at this moment: one made just now is found, one killed just now is not. When a crowd comes,
     * those who ask while tmux answers somebody else share the next answer: a process for each would starve the listing.
     *
     * @return fails with a {@link dev.gastown.terminal.sandbox.tmux.TmuxException}
     */
    Future<Optional<ListedSession>> find(String name) {
        return askAnew()
                .map(sessions -> sessions.stream()
                        .filter(session -> session.name().equals(name))
                        .findFirst());
    }

    /** An answer tmux gives after this call. */
    private Future<List<ListedSession>> askAnew() {
        if (asking.isComplete()) {
            asking = ask();
            return asking;
        }
        if (nextAnswer == null) {
            nextAnswer = asking.transform((answer, failure) -> {
                nextAnswer = null;
                asking = ask();
                return asking;
            });
        }
        return nextAnswer;
    }

    private Future<List<ListedSession>> ask() {
        return vertx.executeBlocking(
                        () -> PaneList.parse(tmux.run("list-panes", "-a", "-F", PaneList.FORMAT), rigs.rigsByPrefix()),
                        false)
                .onSuccess(this::remember);
    }

    private void remember(List<ListedSession> now) {
        long at = System.nanoTime();
        Set<String> names = new HashSet<>();
        now.forEach(session -> names.add(session.name()));
        for (ListedSession before : last) {
            if (!names.contains(before.name())) {
                ended.put(before.name(), new Ended(before.ended(), at));
            }
        }
        names.forEach(ended::remove);
        ended.values().removeIf(gone -> at - gone.sinceNanos() > retention.toNanos());
        while (ended.size() > MAX_ENDED) {
            ended.remove(ended.entrySet().stream()
                    .max(Comparator.comparingLong(entry -> at - entry.getValue().sinceNanos()))
                    .orElseThrow()
                    .getKey());
        }
        last = now;
        listedAtNanos = System.nanoTime();
    }

    /** Of the newest answer, whoever asked for it: an older one would not fit what is known to have ended. */
    private List<ListedSession> withEnded() {
        List<ListedSession> all = new ArrayList<>(last);
        ended.values().forEach(gone -> all.add(gone.session()));
        return all;
    }
}
