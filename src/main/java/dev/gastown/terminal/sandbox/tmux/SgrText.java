package dev.gastown.terminal.sandbox.tmux;

import java.util.Map;

/**
 * Reduces a captured line to text and SGR sequences: line-drawing characters become their Unicode equals, other escape
 * sequences, as hyperlinks are written with, are left out.
 */
final class SgrText {
    private static final char ESC = '\033';
    private static final char BEL = '\007';
    private static final char SHIFT_OUT = '\016';
    private static final char SHIFT_IN = '\017';

    /** The DEC special character set, as far as it is used for drawing (VT220 manual, table 2-4). */
    private static final Map<Character, Character> LINE_DRAWING = Map.ofEntries(
            Map.entry('`', '◆'),
            Map.entry('a', '▒'),
            Map.entry('f', '°'),
            Map.entry('g', '±'),
            Map.entry('j', '┘'),
            Map.entry('k', '┐'),
            Map.entry('l', '┌'),
            Map.entry('m', '└'),
            Map.entry('n', '┼'),
            Map.entry('o', '⎺'),
            Map.entry('p', '⎻'),
            Map.entry('q', '─'),
            Map.entry('r', '⎼'),
            Map.entry('s', '⎽'),
            Map.entry('t', '├'),
            Map.entry('u', '┤'),
            Map.entry('v', '┴'),
            Map.entry('w', '┬'),
            Map.entry('x', '│'),
            Map.entry('y', '≤'),
            Map.entry('z', '≥'),
            Map.entry('{', 'π'),
            Map.entry('|', '≠'),
            Map.entry('}', '£'),
            Map.entry('~', '·'));

    private SgrText() {}

    /** The line with nothing but text and SGR sequences in it. */
    static String of(String line) {
        StringBuilder text = new StringBuilder(line.length());
        boolean drawing = false;
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == ESC) {
                int end = sequenceEnd(line, i);
                if (line.startsWith("[", i + 1) && line.charAt(end - 1) == 'm') {
                    text.append(line, i, end);
                }
                i = end;
                continue;
            }
            if (c == SHIFT_OUT || c == SHIFT_IN) {
                drawing = c == SHIFT_OUT;
            } else if (!Character.isISOControl(c)) {
                text.append(drawing ? LINE_DRAWING.getOrDefault(c, c) : c);
            }
            i++;
        }
        return text.toString();
    }

    /** Where the escape sequence that begins here has ended. */
    private static int sequenceEnd(String line, int start) {
        int i = start + 1;
        if (i == line.length()) {
            return i;
        }
        char kind = line.charAt(i++);
        if (kind == '[') {
            while (i < line.length() && line.charAt(i) < '@') {
                i++;
            }
            return Math.min(i + 1, line.length());
        }
        if (kind == ']' || kind == 'P') {
            while (i < line.length() && line.charAt(i) != BEL && !line.startsWith("\033\\", i)) {
                i++;
            }
            boolean ended = i < line.length();
            return ended ? i + (line.charAt(i) == BEL ? 1 : 2) : i;
        }
        return i;
    }
}
