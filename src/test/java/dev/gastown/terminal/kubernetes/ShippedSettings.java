package dev.gastown.terminal.kubernetes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The settings of {@code conf/gateway.yaml}, with their defaults. */
final class ShippedSettings {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNode SHIPPED = YAML.readTree(Path.of("conf/gateway.yaml"));

    private ShippedSettings() {}

    /** @param pointer as in {@code /http/port} */
    static int number(String pointer) {
        return SHIPPED.requiredAt(pointer).intValue();
    }

    /** A number as a configuration sets it, else as it is shipped. */
    static int number(String configuration, String pointer) {
        JsonNode set = YAML.readTree(configuration).at(pointer);
        return set.isMissingNode() ? number(pointer) : set.intValue();
    }

    /** The keys of a configuration that no shipped setting has. */
    static List<String> unknownKeys(String configuration) {
        List<String> unknown = new ArrayList<>();
        collect("", YAML.readTree(configuration), SHIPPED, unknown);
        return unknown;
    }

    private static void collect(String prefix, JsonNode set, JsonNode shipped, List<String> unknown) {
        set.forEachEntry((name, value) -> {
            if (!shipped.has(name)) {
                unknown.add(prefix + name);
            } else if (value.isObject()) {
                collect(prefix + name + ".", value, shipped.get(name), unknown);
            }
        });
    }
}
