package dev.gastown.terminal.config;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code log:} part of the configuration. */
final class LogReader {
    /** The group whose keys are loggers' names. */
    static final String LEVELS = "log.levels";

    private static final Set<String> LEVEL_NAMES = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final String ALLOWED = "TRACE, DEBUG, INFO, WARN, ERROR or OFF";

    /** Not those of libraries: at DEBUG they show headers and bodies, with cookies and keys in them. */
    private static final Pattern OWN = Pattern.compile("(?:dev\\.)?gastown(?:\\.\\w+)*");

    private LogReader() {}

    /** @throws ConfigurationException when a value is not allowed */
    static LogSettings read(ConfigReader reader) {
        String format = reader.requiredText("log.format");
        return new LogSettings(
                level("log.level", reader.requiredText("log.level")),
                levels(reader),
                LogFormat.ofName(format).orElseThrow(() -> ConfigReader.bad("log.format", format, "text or json")),
                reader.bool("log.access"));
    }

    private static Map<String, String> levels(ConfigReader reader) {
        JsonObject group = reader.group(LEVELS);
        Map<String, String> levels = new LinkedHashMap<>();
        for (String name : group.fieldNames()) {
            if (!OWN.matcher(name).matches()) {
                throw ConfigReader.bad(
                        LEVELS, name, "a logger of the gateway's own: dev.gastown or gastown, and below");
            }
            levels.put(name, level(LEVELS + "." + name, String.valueOf(group.getValue(name))));
        }
        return levels;
    }

    private static String level(String key, String name) {
        String level = name.toUpperCase(Locale.ROOT);
        // YAML takes OFF without quotes for false.
        String meant = level.equals("FALSE") ? "OFF" : level;
        if (!LEVEL_NAMES.contains(meant)) {
            throw ConfigReader.bad(key, name, ALLOWED);
        }
        return meant;
    }
}
