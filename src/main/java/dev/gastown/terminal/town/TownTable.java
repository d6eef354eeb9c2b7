package dev.gastown.terminal.town;

import dev.gastown.terminal.config.DatabaseSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code gastown_towns} (contract section 8, {@code docs/schema.sql}) through connections of its own. Whoever
 * meets a failure closes it and makes another: no doubtful connection is used again. On one event loop.
 *
 * <p>A look that finds nothing changed brings two numbers over the wire, whatever the number of towns: the database counts
 * the rows and adds up a hash of each. Only if they differ, the hashes come, and then the rows whose hash is another.
 * Hashes of the content, and not {@code xmin}, so that the table may as well be a view.
 */
final class TownTable {
    /** Notifications on it mean that the table changed; what they carry is not looked at. */
    static final String CHANNEL = "gastown_towns";

    private static final Logger LOG = LoggerFactory.getLogger(TownTable.class);

    /** As texts, config too: what a client can't make of one row would fail the query, and with it all towns. */
    private static final String COLUMNS = "id, user_id::text, town_name::text, sandbox_id::text, fly_machine_id::text,"
            + " fly_region::text, status::text, config::text";

    private static final String VERSION = "hashtextextended(ROW(" + COLUMNS + ")::text, 0) AS version";
    private static final String EXISTING = " FROM gastown_towns WHERE destroyed_at IS NULL";
    private static final String DIGEST =
            "SELECT count(*), sum(version) FROM (SELECT " + VERSION + EXISTING + ") AS towns";
    private static final String VERSIONS = "SELECT id, " + VERSION + EXISTING;
    private static final String ROWS = "SELECT " + COLUMNS + ", " + VERSION + EXISTING + " AND id = ANY($1)";

    private final DatabaseConnections connections;
    private final Pool pool;
    private final TownRowReader reader;
    private final boolean mayListen;
    private final Runnable onNotification;
    private Optional<PgConnection> listening = Optional.empty();
    private boolean refused;

    /**
     * Opens nothing yet.
     *
     * @param onNotification runs when the database says that the table changed
     */
    TownTable(Vertx vertx, DatabaseSettings settings, Runnable onNotification) {
        this.connections = new DatabaseConnections(vertx, settings);
        this.pool = connections.pool();
        this.reader = new TownRowReader(settings.sandboxUrl());
        this.mayListen = settings.poolSize() > 1;
        this.onNotification = onNotification;
    }

    /**
     * Looks at the table, and listens to it from then on.
     *
     * @param known what was there the last time
     * @return what is there now; the same object when nothing changed
     */
    Future<Map<UUID, TownRow>> read(Map<UUID, TownRow> known) {
        // First listen: what changes after the look is notified.
        return listen().compose(listens -> pool.withConnection(connection -> changed(connection, known)));
    }

    /** Ends its connections, whatever they are doing. */
    void close() {
        connections.close();
    }

    /** On a connection that listens already, asks for a sign of life: nothing else would come on it for days. */
    private Future<?> listen() {
        if (!mayListen || refused) {
            return Future.succeededFuture();
        }
        if (listening.isPresent()) {
            return listening.get().query("SELECT 1").execute();
        }
        return pool.getConnection().map(PgConnection::cast).compose(connection -> {
            connection.notificationHandler(notification -> onNotification.run());
            return connection
                    .query("LISTEN " + CHANNEL)
                    .execute()
                    .onSuccess(listens -> listening = Optional.of(connection))
                    .<Object>mapEmpty()
                    .recover(failure ->
                            failure instanceof PgException ? lookAlone(connection) : Future.failedFuture(failure));
        });
    }

    /** A standby, for example, takes no listeners. */
    private Future<Object> lookAlone(PgConnection connection) {
        refused = true;
        LOG.info("The database does not notify of changes of towns: they are found by looking");
        return connection.close().mapEmpty();
    }

    private Future<Map<UUID, TownRow>> changed(SqlConnection connection, Map<UUID, TownRow> known) {
        return connection.preparedQuery(DIGEST).execute().compose(answer -> {
            Row row = answer.iterator().next();
            Numeric sum = row.get(Numeric.class, 1);
            long digest = sum == null ? 0 : sum.bigIntegerValue().longValue();
            return row.getLong(0) == known.size() && digest == TownRow.digest(known)
                    ? Future.succeededFuture(known)
                    : versions(connection, known);
        });
    }

    private Future<Map<UUID, TownRow>> versions(SqlConnection connection, Map<UUID, TownRow> known) {
        return connection.preparedQuery(VERSIONS).execute().compose(answer -> {
            Map<UUID, TownRow> rows = new HashMap<>();
            List<UUID> others = new ArrayList<>();
            for (Row row : answer) {
                UUID id = row.getUUID("id");
                TownRow before = known.get(id);
                if (before != null && before.version() == row.getLong("version")) {
                    rows.put(id, before);
                } else {
                    others.add(id);
                }
            }
            return connection
                    .preparedQuery(ROWS)
                    .execute(Tuple.of(others.toArray(UUID[]::new)))
                    .map(read -> with(rows, read));
        });
    }

    private Map<UUID, TownRow> with(Map<UUID, TownRow> rows, RowSet<Row> read) {
        for (Row row : read) {
            rows.put(row.getUUID("id"), new TownRow(row.getLong("version"), reader.read(row)));
        }
        return rows;
    }
}
