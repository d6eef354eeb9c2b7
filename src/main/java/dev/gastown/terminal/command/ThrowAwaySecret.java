package dev.gastown.terminal.command;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that nobody else knows and that end with what they were made for. */
final class ThrowAwaySecret {
    private static final int BYTES = 48;

    private ThrowAwaySecret() {}

    /** A new one, as text. Safe on any thread. */
    static String next() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
