package dev.gastown.terminal.sandbox.attention;

import dev.gastown.terminal.config.AttentionRule;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of a screen by the configured rules. A question stands above work, work above rest: programs keep their
 * input box on the screen while they work, and signs of work while they ask.
 *
 * <p>Any thread; a match may take some milliseconds, so never an event loop.
 */
final class ScreenRules {
    /** Lines of the screen that are looked at, from the last one that is not blank upwards. */
    static final int MAX_LINES = 40;

    /** Characters of a line that are looked at. */
    static final int MAX_LINE = 500;

    /** Characters one rule may read, again and again, before it counts as not found. */
    static final int MAX_STEPS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(ScreenRules.class);
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\d)");

    private final List<AttentionRule> rules;
    private final Set<String> complainedAbout = ConcurrentHashMap.newKeySet();

    ScreenRules(List<AttentionRule> rules) {
        this.rules = rules.stream()
                .sorted(Comparator.comparing(rule -> precedence(attention(rule))))
                .toList();
    }

    private static int precedence(Attention attention) {
        return List.of(Attention.WAITING, Attention.WORKING, Attention.DONE).indexOf(attention);
    }

    private static Attention attention(AttentionRule rule) {
        return Attention.valueOf(rule.attention().toUpperCase(Locale.ROOT));
    }

    /** What a screen's lines, from top to bottom, tell; empty when no rule knows them. */
    Optional<Notice> read(List<String> screen) {
        String end = end(screen);
        return rules.stream().flatMap(rule -> find(rule, end).stream()).findFirst();
    }

    /** The part of a screen that rules see: its last lines, without trailing blanks, each ended by LF. */
    static String end(List<String> screen) {
        int last = screen.size();
        while (last > 0 && screen.get(last - 1).isBlank()) {
            last--;
        }
        StringBuilder end = new StringBuilder();
        for (String line : screen.subList(Math.max(0, last - MAX_LINES), last)) {
            end.append(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) : line.stripTrailing());
            end.append('\n');
        }
        return end.toString();
    }

    private Optional<Notice> find(AttentionRule rule, String end) {
        try {
            Matcher matcher = rule.pattern().matcher(new CountedText(end, MAX_STEPS));
            return matcher.find()
                    ? Optional.of(new Notice(attention(rule), reason(rule, matcher.toMatchResult())))
                    : Optional.empty();
        } catch (CountedText.ExhaustedException | StackOverflowError tooCostly) {
            if (complainedAbout.add(rule.name())) {
                LOG.warn("The pattern of sandbox.attention.{} is too costly for some screens", rule.name());
            }
            return Optional.empty();
        }
    }

    private static String reason(AttentionRule rule, MatchResult match) {
        String words = REFERENCE.matcher(rule.reason()).replaceAll(reference -> {
            String group = match.group(Integer.parseInt(reference.group(1)));
            return Matcher.quoteReplacement(group == null ? "" : group);
        });
        return words.isBlank() ? rule.agent() : rule.agent() + ": " + words;
    }
}
