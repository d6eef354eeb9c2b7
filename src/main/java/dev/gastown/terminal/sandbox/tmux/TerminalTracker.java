package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows a pane's bytes for the little of a terminal's state that tmux does not tell: the pen, the character sets, some
 * private modes, the cursor's shape, and a character cut in the middle. What was set before the first byte is unknown
 * and taken as default.
 *
 * <p>Mutable, for one thread: the stream's context.
 */
final class TerminalTracker {
    /** A longer parameter string is none that means anything here, bytes. */
    private static final int MAX_PARAMETERS = 256;

    /** Private modes that {@code display-message} cannot be asked for: focus reports and bracketed paste. */
    private static final List<Integer> TRACKED_MODES = List.of(1004, 2004);

    private static final int ALTERNATE_SCREEN_WITH_CURSOR = 1049;

    private enum State {
        GROUND,
        ESCAPE,
        ESCAPE_INTERMEDIATE,
        CSI,
        STRING,
        STRING_ESCAPE
    }

    private boolean untouched = true;
    private boolean bell;
    private State state = State.GROUND;
    private final StringBuilder parameters = new StringBuilder();
    private char intermediate;

    private Pen pen = new Pen();
    private Pen savedPen = new Pen();
    private Pen primaryPen = new Pen();
    private char g0 = 'B';
    private char g1 = 'B';
    private String cursorShape = "";
    private final Map<Integer, Boolean> modes = new TreeMap<>();

    private final byte[] character = new byte[4];
    private int characterBytes;
    private int characterMissing;

    /** Whether these are the first bytes ever fed, and they continue a character begun before. */
    boolean beginsInsideCharacter(Buffer bytes) {
        return untouched && bytes.length() > 0 && (bytes.getByte(0) & 0xc0) == 0x80;
    }

    /** Takes the pane's next bytes. */
    void feed(Buffer bytes) {
        untouched = false;
        for (byte b : bytes.getBytes()) {
            step(b & 0xff);
        }
    }

    /** Whether the program rang the bell since this was last asked: a BEL that is no part of a control string. */
    boolean takeBell() {
        boolean rung = bell;
        bell = false;
        return rung;
    }

    private void step(int b) {
        if (b == 0x18 || b == 0x1a) {
            state = State.GROUND;
            characterMissing = 0;
            return;
        }
        if (b == 0x07 && state != State.STRING) {
            bell = true;
        }
        switch (state) {
            case GROUND -> ground(b);
            case ESCAPE -> escape(b);
            case ESCAPE_INTERMEDIATE -> {
                if (b >= 0x30) {
                    designate((char) b);
                    state = State.GROUND;
                } else if (b == 0x1b) {
                    state = State.ESCAPE;
                }
            }
            case CSI -> csi(b);
            case STRING -> {
                if (b == 0x1b) {
                    state = State.STRING_ESCAPE;
                } else if (b == 0x07 && intermediate == ']') {
                    state = State.GROUND;
                }
            }
            case STRING_ESCAPE -> {
                state = State.ESCAPE;
                escape(b);
            }
        }
    }

    private void ground(int b) {
        if (b >= 0x20 && b < 0x80) {
            characterMissing = 0;
        } else if (b >= 0x80) {
            utf8(b);
        } else {
            characterMissing = 0;
            control(b);
        }
    }

    private void control(int b) {
        if (b == 0x1b) {
            state = State.ESCAPE;
        } else if (b == 0x0e) {
            pen.shiftOut(true);
        } else if (b == 0x0f) {
            pen.shiftOut(false);
        }
    }

    private void utf8(int b) {
        if (b < 0xc0) {
            if (characterMissing > 0) {
                character[characterBytes++] = (byte) b;
                characterMissing--;
            }
            return;
        }
        character[0] = (byte) b;
        characterBytes = 1;
        characterMissing = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : 1;
    }

    private void escape(int b) {
        state = State.GROUND;
        switch (b) {
            case 0x1b -> state = State.ESCAPE;
            case '[' -> {
                state = State.CSI;
                parameters.setLength(0);
                intermediate = 0;
            }
            case ']', 'P', 'X', '^', '_', 'k' -> {
                state = State.STRING;
                intermediate = (char) b;
            }
            case '(', ')' -> {
                state = State.ESCAPE_INTERMEDIATE;
                intermediate = (char) b;
            }
            case '7' -> savedPen = new Pen(pen);
            case '8' -> pen = new Pen(savedPen);
            case 'c' -> forget();
            default -> {
                if (b >= 0x20 && b < 0x30) {
                    state = State.ESCAPE_INTERMEDIATE;
                    intermediate = (char) b;
                }
            }
        }
    }

    private void designate(char set) {
        if (intermediate == '(') {
            g0 = set;
        } else if (intermediate == ')') {
            g1 = set;
        }
    }

    private void csi(int b) {
        if (b >= 0x40) {
            state = State.GROUND;
            dispatch((char) b);
        } else if (b >= 0x30) {
            if (parameters.length() < MAX_PARAMETERS) {
                parameters.append((char) b);
            }
        } else if (b >= 0x20) {
            intermediate = (char) b;
        } else if (b == 0x1b) {
            state = State.ESCAPE;
        }
    }

    private void dispatch(char command) {
        String text = parameters.toString();
        boolean isPrivate = text.startsWith("?");
        if (command == 'm' && intermediate == 0 && !isPrivate && !text.startsWith(">")) {
            pen.apply(text);
        } else if (command == 'q' && intermediate == ' ') {
            cursorShape = text;
        } else if (isPrivate && (command == 'h' || command == 'l')) {
            for (String mode : text.substring(1).split(";")) {
                privateMode(mode, command == 'h');
            }
        }
    }

    private void privateMode(String text, boolean on) {
        int mode;
        try {
            mode = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return;
        }
        if (mode == ALTERNATE_SCREEN_WITH_CURSOR) {
            if (on) {
                primaryPen = new Pen(pen);
            } else {
                pen = new Pen(primaryPen);
            }
        } else if (TRACKED_MODES.contains(mode)) {
            modes.put(mode, on);
        }
    }

    /** Back to the defaults: the program reset its terminal, or another program's pane is shown from now on. */
    void forget() {
        pen = new Pen();
        savedPen = new Pen();
        primaryPen = new Pen();
        g0 = 'B';
        g1 = 'B';
        cursorShape = "";
        modes.clear();
        characterMissing = 0;
    }

    /**
     * The sequences that give a freshly reset terminal the modes followed here, but not the pen. A mode that the program
     * switched off is told too: viewers may not take it for one that was set before they came.
     */
    String modes() {
        List<String> sequences = new ArrayList<>();
        modes.forEach((mode, on) -> sequences.add("\033[?" + mode + (on ? "h" : "l")));
        if (!cursorShape.isEmpty()) {
            sequences.add("\033[" + cursorShape + " q");
        }
        if (g0 != 'B') {
            sequences.add("\033(" + g0);
        }
        sequences.add("\033)" + g1);
        return String.join("", sequences);
    }

    /** The sequences that take a plain pen to the current one. */
    String pen() {
        return pen.fromPlain();
    }

    /** The bytes of a character whose rest is still to come; usually empty. */
    Buffer cutCharacter() {
        return characterMissing > 0 ? Buffer.buffer().appendBytes(character, 0, characterBytes) : Buffer.buffer();
    }
}
