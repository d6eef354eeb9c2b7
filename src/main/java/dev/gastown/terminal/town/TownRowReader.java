package dev.gastown.terminal.town;

import dev.gastown.terminal.config.HttpUrl;
import dev.gastown.terminal.config.SandboxUrlTemplate;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows of the table of towns (contract section 8). A row that can't be read takes no other away: its town counts as
 * not there, which is logged without the row's values.
 */
final class TownRowReader {
    private static final Logger LOG = LoggerFactory.getLogger(TownRowReader.class);

    /** Where a town is that has no machine yet: a name that no network has (RFC 6761). Nobody asks before it runs. */
    private static final URI NOWHERE = URI.create("http://nowhere.invalid");

    private final SandboxUrlTemplate sandboxUrl;

    /** @param sandboxUrl where the sandboxes are of rows that do not say it */
    TownRowReader(SandboxUrlTemplate sandboxUrl) {
        this.sandboxUrl = sandboxUrl;
    }

    /** The town of a row with all columns that {@link TownTable} reads; empty when it can't be read. */
    Optional<Town> read(Row row) {
        UUID id = row.getUUID("id");
        try {
            return Optional.of(town(id, row));
        } catch (Unreadable column) {
            LOG.warn("Town {} of the database counts as not there: its {} can't be read", id, column.getMessage());
            return Optional.empty();
        }
    }

    private Town town(UUID id, Row row) {
        JsonObject config = config(row);
        TownStatus status = TownStatus.ofWireName(row.getString("status")).orElseThrow(() -> new Unreadable("status"));
        return new Town(
                id,
                text(row, "town_name").orElse(id.toString()),
                owners(text(row, "user_id"), config.getValue("owners")),
                url(row, config).or(() -> whileNotRunning(status)).orElseThrow(() -> new Unreadable("fly_machine_id")),
                key(config),
                status);
    }

    private static JsonObject config(Row row) {
        try {
            return text(row, "config")
                    .map(Json::decodeValue)
                    .map(JsonObject.class::cast)
                    .orElseGet(JsonObject::new);
        } catch (DecodeException | ClassCastException tooDeepOrNoObject) {
            throw new Unreadable("config");
        }
    }

    /** The one user of the column may do everything; {@code config.owners} names others. */
    private static Owners owners(Optional<String> userId, Object others) {
        try {
            Owners named = others == null ? new Owners(Map.of(), Map.of()) : OwnersReader.read(others);
            Map<String, Permission> users = new HashMap<>(named.users());
            userId.ifPresent(user -> users.put(user, Permission.WRITE));
            return new Owners(users, named.groups());
        } catch (IllegalArgumentException | ClassCastException notOwners) {
            throw new Unreadable("config.owners");
        }
    }

    private Optional<URI> url(Row row, JsonObject config) {
        Optional<String> said = text(config, "sandboxUrl");
        if (said.isPresent()) {
            return Optional.of(HttpUrl.parse(said.get()).orElseThrow(() -> new Unreadable("config.sandboxUrl")));
        }
        Map<String, String> values = new HashMap<>();
        values.put("id", row.getUUID("id").toString());
        for (String column : new String[] {"sandbox_id", "fly_machine_id", "fly_region"}) {
            text(row, column).ifPresent(value -> values.put(column, value));
        }
        return sandboxUrl.fill(values);
    }

    private static Optional<URI> whileNotRunning(TownStatus status) {
        return status == TownStatus.RUNNING ? Optional.empty() : Optional.of(NOWHERE);
    }

    /** It becomes a header of a request, where a control character would end it. */
    private static Optional<String> key(JsonObject config) {
        Optional<String> key = text(config, "sandboxKey");
        if (key.filter(text -> text.chars().anyMatch(Character::isISOControl)).isPresent()) {
            throw new Unreadable("config.sandboxKey");
        }
        return key;
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isBlank());
    }

    private static Optional<String> text(JsonObject config, String field) {
        Object value = config.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text).filter(written -> !written.isBlank());
        }
        throw new Unreadable("config." + field);
    }

    /** The message is the column. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String column) {
            super(column, null, false, false);
        }
    }
}
