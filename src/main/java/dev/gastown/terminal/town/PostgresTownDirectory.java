package dev.gastown.terminal.town;

import dev.gastown.terminal.config.DatabaseSettings;
import dev.gastown.terminal.identity.User;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The towns of a PostgreSQL database (contract section 8). All of them are held in memory, looked at every few seconds, and
 * at once when the database notifies of a change: so what a database costs does not depend on what users do, no ticket and
 * no upgrade waits for one, and who may see a town is decided by the same code as for the towns of a file, groups and all.
 * Asking by id would need as many looks again for the sockets that are open, and those who list their towns would each have
 * the database search its table.
 *
 * <p>Answers as long as the last look that went well began no more than {@link #MOST_AGE} ago. A database that is down takes
 * nothing away: whoever asks is told that it can't be asked, and it is looked for again as often as before.
 *
 * <p>To be deployed once; the deployment completes after the first look, however it went.
 */
public final class PostgresTownDirectory extends VerticleBase implements TownDirectory {
    /** No older answer is given: a change takes effect within this time (contract section 1.2). */
    private static final Duration MOST_AGE = Duration.ofSeconds(10);

    /** However many notifications come, there is no more than one look in this time. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(PostgresTownDirectory.class);

    private final DatabaseSettings settings;
    private final DatabaseMeters meters;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Known> known = Optional.empty();

    // Only on the verticle's event loop.
    private Map<UUID, TownRow> rows = Map.of();
    private Optional<TownTable> table = Optional.empty();
    private String failing = "";
    private boolean looking;
    private boolean changedMeanwhile;
    private boolean stopped;
    private long lookedNanos;
    private long timer;

    /** @param atNanos when the look began that found them, of {@link System#nanoTime} */
    private record Known(Map<UUID, Town> towns, long atNanos) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - atNanos);
        }
    }

    /** @param meters where looks, their age and unreadable rows are counted */
    public PostgresTownDirectory(DatabaseSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = new DatabaseMeters(meters, () -> known.map(Known::age));
    }

    @Override
    public Future<?> start() {
        return look();
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        table.ifPresent(TownTable::close);
        return Future.succeededFuture();
    }

    /** Whether the towns were ever known: not before the first look that went well. */
    public boolean wasRead() {
        return known.isPresent();
    }

    @Override
    public Future<Optional<Town>> find(UUID townId) {
        return fresh().map(towns -> Optional.ofNullable(towns.get(townId)));
    }

    @Override
    public Future<List<Town>> visibleTo(User user) {
        return fresh().map(towns -> ConfiguredTownDirectory.visibleTo(user, towns.values()));
    }

    /** Every town there is, whoever owns it. */
    public Future<Collection<Town>> all() {
        return fresh().map(Map::values);
    }

    @Override
    public Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private Future<Map<UUID, Town>> fresh() {
        return known.filter(last -> last.age().compareTo(MOST_AGE) <= 0)
                .map(last -> Future.succeededFuture(last.towns()))
                .orElseGet(() -> Future.failedFuture("the database of the towns can't be asked"));
    }

    /** Never fails. */
    private Future<?> look() {
        looking = true;
        changedMeanwhile = false;
        lookedNanos = System.nanoTime();
        return Future.succeededFuture(rows)
                .compose(this::read)
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(looked -> {
                    if (stopped) {
                        return;
                    }
                    if (looked.succeeded()) {
                        found(looked.result());
                    } else {
                        failed(looked.cause());
                    }
                    looking = false;
                    next(changedMeanwhile ? LEAST_PAUSE : settings.pollInterval());
                })
                .otherwiseEmpty();
    }

    private Future<Map<UUID, TownRow>> read(Map<UUID, TownRow> before) {
        TownTable asked = table.orElseGet(() -> new TownTable(vertx, settings, this::changed));
        table = Optional.of(asked);
        return asked.read(before);
    }

    private void next(Duration afterLast) {
        vertx.cancelTimer(timer);
        long waitNanos = afterLast.toNanos() - (System.nanoTime() - lookedNanos);
        timer = vertx.setTimer(Math.max(1, Duration.ofNanos(waitNanos).toMillis()), due -> look());
    }

    private void changed() {
        if (looking) {
            changedMeanwhile = true;
        } else if (!stopped) {
            next(LEAST_PAUSE);
        }
    }

    private void found(Map<UUID, TownRow> found) {
        meters.read();
        if (!failing.isEmpty()) {
            failing = "";
            LOG.info("The database of the towns can be read again");
        }
        Map<UUID, Town> before = known.map(Known::towns).orElse(Map.of());
        Map<UUID, Town> now = found == rows ? before : towns(found);
        rows = found;
        meters.rows(rows.size(), now.size());
        known = Optional.of(new Known(now, lookedNanos));
        if (!now.equals(before)) {
            listeners.forEach(Runnable::run);
        }
    }

    private static Map<UUID, Town> towns(Map<UUID, TownRow> rows) {
        Map<UUID, Town> towns = new HashMap<>();
        rows.forEach((id, row) -> row.town().ifPresent(town -> towns.put(id, town)));
        return towns;
    }

    private void failed(Throwable cause) {
        meters.failed();
        table.ifPresent(TownTable::close);
        table = Optional.empty();
        String reason = reason(cause);
        if (!failing.equals(reason)) {
            failing = reason;
            LOG.warn("The database of the towns can't be read, and is tried again and again: {}", reason);
        }
    }

    /** One line. */
    private String reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? "no answer within " + settings.timeout().toMillis() + " ms"
                : String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}
