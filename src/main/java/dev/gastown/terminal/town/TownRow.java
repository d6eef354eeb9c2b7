package dev.gastown.terminal.town;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of one row of the table of towns.
 *
 * @param version another one for other content
 * @param town empty when the row can't be read
 */
record TownRow(long version, Optional<Town> town) {
    /** The same number for the same rows, in whatever order; {@link TownTable} has the database work it out likewise. */
    static long digest(Map<UUID, TownRow> rows) {
        return rows.values().stream().mapToLong(TownRow::version).sum();
    }
}
