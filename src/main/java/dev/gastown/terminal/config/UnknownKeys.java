package dev.gastown.terminal.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds keys that nobody reads: the shipped defaults name every key there is, so a key beyond them is a slip. But for the
 * rules of attention and the loggers, whose names people choose; a slip in one of them is refused.
 */
final class UnknownKeys {
    /** Groups whose keys people choose. */
    private static final Set<String> CHOSEN = Set.of(AttentionRulesReader.GROUP + ".", LogReader.LEVELS + ".");

    private UnknownKeys() {}

    /** The dotted keys of a configuration that the shipped defaults don't have. Lists are not looked into. */
    static List<String> in(JsonObject merged, JsonObject shippedDefaults) {
        List<String> unknown = new ArrayList<>();
        collect("", merged, shippedDefaults, unknown);
        return unknown;
    }

    private static void collect(String prefix, JsonObject group, JsonObject known, List<String> unknown) {
        if (CHOSEN.contains(prefix)) {
            return;
        }
        for (String name : group.fieldNames()) {
            if (!known.containsKey(name)) {
                unknown.add(prefix + name);
            } else if (group.getValue(name) instanceof JsonObject inner
                    && known.getValue(name) instanceof JsonObject knownInner) {
                collect(prefix + name + ".", inner, knownInner, unknown);
            }
        }
    }
}
