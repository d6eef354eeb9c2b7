package dev.gastown.terminal.conformance;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How one case went, in the words of the suite.
 *
 * @param behavior what was done in the case
 * @param close how the connection was closed
 */
record Verdict(String behavior, String close) {
    /** Case numbers by their parts: 2.9 comes before 2.10. */
    static final Comparator<String> BY_NUMBER = Comparator.comparing(number -> Stream.of(number.split("\\."))
            .map(part -> "%04d".formatted(Integer.parseInt(part)))
            .toList()
            .toString());

    private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL", "NON-STRICT");
    private static final Set<String> GOOD_CLOSE = Set.of("OK", "INFORMATIONAL");

    boolean isGood() {
        return GOOD.contains(behavior) && GOOD_CLOSE.contains(close);
    }
}
