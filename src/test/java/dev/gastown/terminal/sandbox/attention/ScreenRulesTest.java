package dev.gastown.terminal.sandbox.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.AttentionRule;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenRulesTest {
    private static final ScreenRules SHIPPED = new ScreenRules(ShippedAttentionRules.read());

    private static ScreenRules rules(String... attentionAndPattern) {
        List<AttentionRule> rules = new java.util.ArrayList<>();
        for (int i = 0; i < attentionAndPattern.length; i += 2) {
            Pattern pattern = Pattern.compile(attentionAndPattern[i + 1], Pattern.MULTILINE);
            rules.add(new AttentionRule("rule-" + i, "Agent", attentionAndPattern[i], pattern, "$1"));
        }
        return new ScreenRules(rules);
    }

    @Test
    void aQuestionStandsAboveWorkAndWorkAboveRest() {
        ScreenRules rules = rules("done", "(>)", "working", "(spins)", "waiting", "(asks)");
        assertThat(rules.read(List.of("asks", "spins", ">"))).contains(new Notice(Attention.WAITING, "Agent: asks"));
        assertThat(rules.read(List.of("spins", ">"))).contains(new Notice(Attention.WORKING, "Agent: spins"));
        assertThat(rules.read(List.of(">"))).contains(new Notice(Attention.DONE, "Agent: >"));
        assertThat(rules.read(List.of("else"))).isEmpty();
    }

    @Test
    void onlyTheEndOfTheScreenIsRead() {
        List<String> screen = new java.util.ArrayList<>(List.of("asks"));
        screen.addAll(Collections.nCopies(ScreenRules.MAX_LINES, "x".repeat(2 * ScreenRules.MAX_LINE)));
        screen.addAll(Collections.nCopies(100, "   "));
        assertThat(rules("waiting", "(asks)").read(screen)).isEmpty();
        assertThat(rules("waiting", "(x{" + (ScreenRules.MAX_LINE + 1) + "})").read(screen))
                .isEmpty();
        assertThat(rules("waiting", "^(x{" + ScreenRules.MAX_LINE + "})\n\\z").read(screen))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(x+x+)+y", "(?:x|x)*y", "(?:.|\\n)*y", "(.*)*y"})
    void noPatternTakesForEver(String pattern) {
        List<String> screen = Collections.nCopies(ScreenRules.MAX_LINES, "x".repeat(ScreenRules.MAX_LINE));
        ScreenRules rules = rules("waiting", pattern, "done", "^(x)");
        assertThat(rules.read(screen)).contains(new Notice(Attention.DONE, "Agent: x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do you want to continue? [Y/n]",
                "Are you sure you want to continue connecting (yes/no/[fingerprint])?",
                "Overwrite? (y/N):",
                "[sudo] password for demo:",
                "git@example.org's password:",
                "Enter passphrase for key '/home/demo/.ssh/id_ed25519':"
            })
    void programsThatWaitForAnAnswerAreFound(String last) {
        assertThat(SHIPPED.read(List.of("Reading package lists...", last, "")).map(Notice::attention))
                .contains(Attention.WAITING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo@springfield:~$ ",
                "12:00:01 INFO  asked: Do you want to proceed? (y/n)\n12:00:02 INFO  answered",
                "Do you want to continue? [Y/n] y\nReading package lists...",
                "    if (ask(\"Do you want to proceed? (y/n)\")) {\n        proceed();\n    }\ndemo@springfield:~$ ",
                " Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel\ndemo@springfield:~$ ",
                " Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel\n~\n~\nREADME.md 12,1  All",
                " Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel\n(END)",
                "  Would you like to run the following command?\n› 1. Yes\n  Press enter to confirm\n:",
                "│ ● 1. Allow once │\n╰─────╯\n$ ",
                "password: hunter2",
                "1. Yes\n2. No"
            })
    void textThatQuotesQuestionsIsNone(String screen) {
        assertThat(SHIPPED.read(screen.lines().toList())).isEmpty();
    }
}
