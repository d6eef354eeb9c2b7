package dev.gastown.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A program of the system that a test needs. */
public final class Prerequisite {
    private Prerequisite() {}

    /** Finds it, or installs it where that needs no question. */
    public static void install(String program) {
        try {
            Process prerequisites = new ProcessBuilder("sh", "src/build/prerequisites.sh", program)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(prerequisites.getInputStream().readAllBytes());
            if (prerequisites.onExit().join().exitValue() != 0) {
                throw new AssertionError(said);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
