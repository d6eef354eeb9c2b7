package dev.gastown.terminal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a viewer of a program that prints numbered lines misses none and sees none twice, over any number of
 * connections: each begins with a snapshot of the last 2,000 lines, which must reach back to what was seen before.
 */
final class NumberedLines {
    /** Prints ten lines a second, for ever. */
    static final String PROGRAM = "n=0; while :; do n=$((n+1)); printf 'line %06d\\n' $n; sleep 0.1; done";

    private static final Pattern LINE = Pattern.compile("line (\\d{6})");
    private static final int LINE_LENGTH = "line 000001".length();

    private final List<String> faults = new ArrayList<>();
    private String rest = "";
    private int last;
    private int seenBefore;
    private boolean snapshotBegins;

    /** What comes next draws the terminal anew. */
    void snapshot() {
        rest = "";
        seenBefore = last;
        snapshotBegins = true;
    }

    /** The snapshot is complete. */
    void live() {
        if (last < seenBefore) {
            faults.add("a snapshot ends with " + last + ", and " + seenBefore + " was seen before it");
        }
    }

    /** Bytes of the terminal, cut anywhere. */
    void add(String output) {
        String text = rest + output;
        int end = 0;
        for (Matcher line = LINE.matcher(text); line.find(); end = line.end()) {
            see(Integer.parseInt(line.group(1)));
        }
        rest = text.substring(Math.max(end, text.length() - LINE_LENGTH + 1));
    }

    private void see(int number) {
        if (snapshotBegins ? number > last + 1 && last > 0 : number != last + 1) {
            faults.add((snapshotBegins ? "a snapshot begins with " : "") + number + " after " + last);
        }
        snapshotBegins = false;
        last = number;
    }

    /** The number of the newest line; 0 before the first. */
    int last() {
        return last;
    }

    /** What was missed or repeated, in words. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
