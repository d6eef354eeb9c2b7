package dev.gastown.terminal.sandbox.attention;

import dev.gastown.terminal.config.AttentionRule;
import dev.gastown.terminal.sandbox.tmux.Screen;
import dev.gastown.terminal.sandbox.tmux.ScreenCaptures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which sessions of a town want attention, and why. Screens are looked at only when somebody asks, with one tmux process
 * for all of them, and only those that may have changed since the last look.
 *
 * <p>Belongs to one Vert.x context: its methods are called there and its futures complete there.
 */
public final class TownAttention {
    /** Screens captured in one look; with more, those not seen for longest come first and the others wait. */
    static final int MAX_CAPTURES = 200;

    /** How long a look serves further questions. */
    private static final Duration FRESH = Duration.ofMillis(500);

    /** How long a listing waits for a look: a part of what a gateway gives a sandbox for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(TownAttention.class);

    private final Vertx vertx;
    private final ScreenCaptures captures;
    private final ScreenRules rules;
    private final Map<String, SessionAttention> sessions = new HashMap<>();
    private Future<Map<String, Notice>> look = Future.succeededFuture(Map.of());
    private Instant lookedAt = Instant.MIN;
    private Map<String, Notice> told = Map.of();

    private record Reading(List<String> lines, Optional<Notice> notice) {}

    /** @param rules what is looked for on the screens */
    public TownAttention(Vertx vertx, ScreenCaptures captures, List<AttentionRule> rules) {
        this.vertx = vertx;
        this.captures = captures;
        this.rules = new ScreenRules(rules);
    }

    /** Takes note of a session on its own. To be called before one attaches to it, which takes tmux's bell away. */
    public void listed(String session, PanePulse pulse) {
        of(session).listed(pulse);
    }

    /** A watched session rang the bell. */
    public void rang(String session) {
        of(session).rang(Instant.now());
    }

    /** Somebody typed to a watched session. */
    public void typed(String session) {
        of(session).typed(Instant.now());
    }

    /**
     * What is to be told of each session of a whole listing.
     *
     * @param listing every session there is, by name; all others are forgotten
     * @return without the sessions of which nothing is known; never fails, and is what was told before when the screens
     *     take longer than a second: the listing can't wait
     */
    public Future<Map<String, Notice>> look(Map<String, PanePulse> listing) {
        Instant now = Instant.now();
        if (look.isComplete() && Duration.between(lookedAt, now).compareTo(FRESH) > 0) {
            lookedAt = now;
            sessions.keySet().retainAll(listing.keySet());
            listing.forEach(this::listed);
            look = readScreens(changed(listing))
                    .onSuccess(readings -> readings.forEach(
                            (name, reading) -> of(name).captured(now, reading.lines(), reading.notice())))
                    .map(readings -> told = tell(listing));
        }
        return look.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).otherwise(late -> told);
    }

    private SessionAttention of(String session) {
        return sessions.computeIfAbsent(session, name -> new SessionAttention());
    }

    private List<String> changed(Map<String, PanePulse> listing) {
        return listing.keySet().stream()
                .filter(name -> of(name).wantsCapture())
                .sorted(Comparator.comparing(name -> of(name).captured()))
                .limit(MAX_CAPTURES)
                .toList();
    }

    /** What could not be captured is not in the answer: what was known about it stays. */
    private Future<Map<String, Reading>> readScreens(List<String> names) {
        return captures.capture(names)
                .compose(screens -> screens.isEmpty()
                        ? Future.succeededFuture(Map.<String, Reading>of())
                        : vertx.executeBlocking(() -> read(screens), false))
                .otherwise(failure -> {
                    LOG.debug("No screens: {}", failure.getMessage());
                    return Map.of();
                });
    }

    private Map<String, Reading> read(Map<String, Screen> screens) {
        Map<String, Reading> readings = new HashMap<>();
        screens.forEach((name, screen) -> {
            List<String> lines = screen.text();
            readings.put(name, new Reading(lines, rules.read(lines)));
        });
        return readings;
    }

    private Map<String, Notice> tell(Map<String, PanePulse> listing) {
        Instant now = Instant.now();
        Map<String, Notice> notices = new HashMap<>();
        for (String name : listing.keySet()) {
            of(name).tell(now).ifPresent(notice -> notices.put(name, notice));
        }
        return notices;
    }
}
