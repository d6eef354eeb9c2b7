package dev.gastown.terminal.config;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the rules under {@code sandbox.attention}: a group of named rules, so that a file of one's own adds rules, and
 * changes or switches off shipped ones, by name.
 */
final class AttentionRulesReader {
    /** The group whose keys are names that people choose. */
    static final String GROUP = "sandbox.attention";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final List<String> FIELDS = List.of("agent", "attention", "pattern", "reason");
    private static final Set<String> WORDS = Set.of("working", "waiting", "done");
    private static final Pattern GROUP_REFERENCE = Pattern.compile("\\$(\\d)");

    private AttentionRulesReader() {}

    /**
     * Reads all rules that are switched on.
     *
     * @throws ConfigurationException when a rule is not allowed
     */
    static List<AttentionRule> read(ConfigReader reader) {
        List<AttentionRule> rules = new ArrayList<>();
        for (String name : reader.group(GROUP).fieldNames()) {
            if (!NAME.matcher(name).matches()) {
                throw ConfigReader.bad(GROUP, name, "rules named with letters, digits, _ and -");
            }
            rule(reader, name).ifPresent(rules::add);
        }
        return List.copyOf(rules);
    }

    private static Optional<AttentionRule> rule(ConfigReader reader, String name) {
        String key = GROUP + "." + name;
        JsonObject fields = reader.group(key);
        for (String field : fields.fieldNames()) {
            if (!FIELDS.contains(field)) {
                throw ConfigReader.bad(key, field, "a rule of " + String.join(", ", FIELDS));
            }
        }
        Optional<String> expression = reader.text(key + ".pattern");
        if (expression.isEmpty()) {
            return Optional.empty();
        }
        String attention = reader.requiredText(key + ".attention");
        if (!WORDS.contains(attention)) {
            throw ConfigReader.bad(key + ".attention", attention, "working, waiting or done");
        }
        Pattern pattern = compile(key + ".pattern", expression.get());
        String reason = reader.text(key + ".reason").orElse("");
        int groups = pattern.matcher("").groupCount();
        if (GROUP_REFERENCE.matcher(reason).results().anyMatch(of -> Integer.parseInt(of.group(1)) > groups)) {
            throw ConfigReader.bad(key + ".reason", reason, "a text that names no group its pattern does not have");
        }
        return Optional.of(new AttentionRule(name, reader.requiredText(key + ".agent"), attention, pattern, reason));
    }

    private static Pattern compile(String key, String expression) {
        try {
            return Pattern.compile(expression, Pattern.MULTILINE);
        } catch (PatternSyntaxException e) {
            String oneLine = expression.replaceAll("\\s+", " ");
            throw ConfigReader.bad(key, oneLine, "a Java regular expression (" + e.getDescription() + ")");
        }
    }
}
