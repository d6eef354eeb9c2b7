package dev.gastown.terminal;

/** The command line. */
public final class Main {
    private Main() {}

    /** Starts the command named. */
    public static void main(String[] args) {
        throw new UnsupportedOperationException();
    }
}
