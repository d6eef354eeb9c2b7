package dev.gastown.terminal.sandbox.tmux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours and attributes the next character is drawn with (SGR, ECMA-48 8.3.117), and whether line-drawing
 * characters are shifted in. Mutable, for one thread.
 */
final class Pen {
    private static final int MAX_PARAMETER = 9999;

    /** What is set, by kind: a later value of a kind replaces the earlier one. */
    private final Map<String, String> set = new LinkedHashMap<>();

    private boolean shiftedOut;

    Pen() {}

    Pen(Pen other) {
        set.putAll(other.set);
        shiftedOut = other.shiftedOut;
    }

    void reset() {
        set.clear();
        shiftedOut = false;
    }

    void shiftOut(boolean out) {
        shiftedOut = out;
    }

    /** Applies the parameters of one SGR sequence, the text between {@code CSI} and {@code m}. */
    void apply(String parameters) {
        List<String> parts = new ArrayList<>(List.of(parameters.split(";", -1)));
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.indexOf(':') >= 0) {
                applyOne(number(part.substring(0, part.indexOf(':'))), part);
                continue;
            }
            int code = number(part);
            if (code == 38 || code == 48 || code == 58) {
                int extra = i + 1 < parts.size() && number(parts.get(i + 1)) == 2 ? 4 : 2;
                int end = Math.min(parts.size(), i + 1 + extra);
                applyOne(code, String.join(";", parts.subList(i, end)));
                i = end - 1;
            } else {
                applyOne(code, part);
            }
        }
    }

    private void applyOne(int code, String text) {
        if (code == 0) {
            set.clear();
        } else if (code == 1) {
            set.put("bold", text);
        } else if (code == 2) {
            set.put("dim", text);
        } else if (code == 22) {
            set.remove("bold");
            set.remove("dim");
        } else if (code == 3 || code == 23) {
            toggle("italic", code == 3, text);
        } else if (code == 4 || code == 21 || code == 24) {
            toggle("underline", code != 24 && !text.equals("4:0"), text);
        } else if (code == 5 || code == 6 || code == 25) {
            toggle("blink", code != 25, text);
        } else if (code == 7 || code == 27) {
            toggle("reverse", code == 7, text);
        } else if (code == 8 || code == 28) {
            toggle("hidden", code == 8, text);
        } else if (code == 9 || code == 29) {
            toggle("struck", code == 9, text);
        } else if (code == 53 || code == 55) {
            toggle("overline", code == 53, text);
        } else if (code >= 30 && code <= 39 || code >= 90 && code <= 97) {
            toggle("foreground", code != 39, text);
        } else if (code >= 40 && code <= 49 || code >= 100 && code <= 107) {
            toggle("background", code != 49, text);
        } else if (code == 58 || code == 59) {
            toggle("underline colour", code == 58, text);
        }
    }

    private void toggle(String kind, boolean on, String text) {
        if (on) {
            set.put(kind, text);
        } else {
            set.remove(kind);
        }
    }

    private static int number(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || value > MAX_PARAMETER) {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }

    /** The sequences that take a terminal from the plain pen to this one; empty when this one is plain. */
    String fromPlain() {
        String sgr = set.isEmpty() ? "" : "\033[" + String.join(";", set.values()) + "m";
        return shiftedOut ? sgr + "\016" : sgr;
    }

    /** The sequences that take a terminal from this pen to the plain one; empty when this one is plain. */
    String toPlain() {
        String sgr = set.isEmpty() ? "" : "\033[0m";
        return shiftedOut ? sgr + "\017" : sgr;
    }
}
