package dev.gastown.terminal.sandbox.attention;

/**
 * A text that lets itself be read only so often: what a regular expression may cost is bounded by it, whatever the
 * expression and the text. Counted, not timed, so that a busy machine changes no result. Mutable, for one match.
 */
final class CountedText implements CharSequence {
    private final String text;
    private int readsLeft;

    /** Too many characters were read. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super("too many steps", null, false, false);
        }
    }

    CountedText(String text, int mostReads) {
        this.text = text;
        this.readsLeft = mostReads;
    }

    /** @throws ExhaustedException when there were too many calls before */
    @Override
    public char charAt(int index) {
        if (--readsLeft < 0) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
