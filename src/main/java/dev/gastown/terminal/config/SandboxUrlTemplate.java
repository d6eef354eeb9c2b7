package dev.gastown.terminal.config;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the sandboxes are of towns that do not say it themselves: a URL with placeholders in braces. What is put in can't
 * change what the URL consists of: letters, digits, - and _ only.
 *
 * @param text as configured; a URL whatever is put in
 */
public record SandboxUrlTemplate(String text) {
    private static final Set<String> NAMES = Set.of("fly_machine_id", "sandbox_id", "fly_region", "id");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]+");

    private static final String ALLOWED = "a URL such as http://{fly_machine_id}.vm.internal:8081, with"
            + " {fly_machine_id}, {sandbox_id}, {fly_region} and {id} as placeholders";

    static SandboxUrlTemplate parse(String key, String text) {
        boolean known = PLACEHOLDER
                .matcher(text)
                .results()
                .map((MatchResult placeholder) -> placeholder.group(1))
                .allMatch(NAMES::contains);
        SandboxUrlTemplate template = new SandboxUrlTemplate(text);
        if (!known || HttpUrl.parse(template.replaced(name -> "x")).isEmpty()) {
            throw ConfigReader.bad(key, text, ALLOWED);
        }
        return template;
    }

    /**
     * Puts a town's values in.
     *
     * @param values by the placeholders' names; what is not known is missing
     * @return empty when a value that is needed is missing or could change more than its own place
     */
    public Optional<URI> fill(Map<String, String> values) {
        boolean harmless = PLACEHOLDER
                .matcher(text)
                .results()
                .map((MatchResult placeholder) -> values.getOrDefault(placeholder.group(1), ""))
                .allMatch(value -> HARMLESS.matcher(value).matches());
        return harmless ? HttpUrl.parse(replaced(values::get)) : Optional.empty();
    }

    private String replaced(UnaryOperator<String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(placeholder -> Matcher.quoteReplacement(values.apply(placeholder.group(1))));
    }
}
