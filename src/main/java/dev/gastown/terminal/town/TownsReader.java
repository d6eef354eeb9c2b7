package dev.gastown.terminal.town;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.HttpUrl;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads the {@code towns:} part of the configuration (contract section 1.2). */
public final class TownsReader {
    private TownsReader() {}

    /**
     * Reads every town.
     *
     * @return the towns by id, in the order written
     * @throws ConfigurationException when one is not as it must be; the whole list is refused then
     */
    public static Map<UUID, Town> read(JsonArray towns) {
        Map<UUID, Town> read = new LinkedHashMap<>();
        for (int i = 0; i < towns.size(); i++) {
            String key = "towns[" + i + "]";
            if (!(towns.getValue(i) instanceof JsonObject json)) {
                throw ConfigurationException.notAllowed(
                        key, towns.getValue(i), "a town with townId, name, owners, sandboxUrl and sandboxKey");
            }
            Town town = read(key, json);
            if (read.put(town.id(), town) != null) {
                throw ConfigurationException.notAllowed(
                        key + ".townId", town.id(), "different from every other town's");
            }
        }
        return read;
    }

    private static Town read(String key, JsonObject json) {
        String id = text(key, json, "townId").orElse("");
        UUID townId =
                Town.parseId(id).orElseThrow(() -> ConfigurationException.notAllowed(key + ".townId", id, "a UUID"));
        String status = text(key, json, "status").orElse(TownStatus.RUNNING.wireName());
        return new Town(
                townId,
                text(key, json, "name").orElse(id),
                owners(key, json),
                sandboxUrl(key, text(key, json, "sandboxUrl").orElse("")),
                text(key, json, "sandboxKey"),
                TownStatus.ofWireName(status)
                        .orElseThrow(() -> ConfigurationException.notAllowed(
                                key + ".status", status, "provisioning, running, stopped or destroyed")));
    }

    private static Owners owners(String key, JsonObject json) {
        Object owners = json.getValue("owners");
        try {
            return OwnersReader.read(owners);
        } catch (IllegalArgumentException | ClassCastException notOwners) {
            throw ConfigurationException.notAllowed(key + ".owners", owners, OwnersReader.ALLOWED);
        }
    }

    private static URI sandboxUrl(String key, String text) {
        return HttpUrl.parse(text)
                .orElseThrow(() -> ConfigurationException.notAllowed(
                        key + ".sandboxUrl", text, "a URL such as http://10.0.0.7:8081, without a user"));
    }

    private static Optional<String> text(String key, JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value instanceof JsonObject || value instanceof JsonArray) {
            throw ConfigurationException.notAllowed(key + "." + field, "", "a text");
        }
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isBlank());
    }
}
