package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.config.DatabaseSettings;
import dev.gastown.terminal.town.PostgresTownDirectory;
import dev.gastown.terminal.town.Town;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Whether the database of the towns can be read, and which of its rows can't. Made in one look. */
public final class DatabaseCheck implements Check {
    private final DatabaseSettings settings;
    private final PostgresTownDirectory directory;
    private final MeterRegistry meters = new SimpleMeterRegistry();

    /** Looks, for as long as a look may take. */
    public DatabaseCheck(Vertx vertx, DatabaseSettings settings) {
        this.settings = settings;
        this.directory = new PostgresTownDirectory(settings, meters);
        vertx.deployVerticle(directory).await();
    }

    /** The towns found; none when there are none to be had. */
    public Collection<Town> towns() {
        return directory.wasRead() ? directory.all().await() : List.of();
    }

    @Override
    public List<Finding> run() {
        String where = settings.host() + ":" + settings.port();
        if (!directory.wasRead()) {
            return List.of(Finding.fix(
                    "database",
                    where + " can't be read; the log above says why: look at GASTOWN_DATABASE_URL, at the network, and"
                            + " that its user may SELECT from gastown_towns"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("database", where + " has " + towns().size() + " towns"));
        double unreadable =
                meters.get("gastown.database.unreadable.rows").gauge().value();
        if (unreadable > 0) {
            findings.add(
                    Finding.fix("database", (int) unreadable + " rows can't be read; the log above names the columns"));
        }
        return findings;
    }
}
