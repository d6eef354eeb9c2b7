package dev.gastown.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What no process of the tests may say in a log, a metric or the audit: tokens of any kind, the keys they were started
 * with, cookies, and what was typed. The processes log everything they can, and the audit with it.
 */
public final class Secrets {
    /** As the configuration writes it. */
    public static final String LOG_EVERYTHING = "log:\n  level: TRACE\n";

    /** Every JSON Web Token begins with an object whose first key is quoted, and so does its second part. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{6,}\\.eyJ[A-Za-z0-9_-]{6,}");

    private static final Pattern COOKIE = Pattern.compile("gastown_session=[^;\\s]");

    /** Shorter words may be said for other reasons. */
    private static final int LEAST_LETTERS = 8;

    private static final Set<String> KNOWN = ConcurrentHashMap.newKeySet();

    private Secrets() {}

    /** Has a text looked for from now on, if it is long enough to tell something. */
    public static void keep(String secret) {
        if (secret.strip().length() >= LEAST_LETTERS) {
            KNOWN.add(secret.strip());
        }
    }

    /** Fails when one of the files tells a secret; a file that is not there tells none. */
    public static void assertNoneIn(Stream<Path> files) {
        files.filter(Files::exists).forEach(file -> {
            try (Stream<String> lines = Files.lines(file)) {
                assertNoneIn(file.getFileName().toString(), lines);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
    }

    /** Fails when a text tells a secret; shows the line. */
    public static void assertNoneIn(String what, String text) {
        assertNoneIn(what, text.lines());
    }

    private static void assertNoneIn(String what, Stream<String> lines) {
        List<String> telling = lines.filter(Secrets::tells).toList();
        if (!telling.isEmpty()) {
            throw new AssertionError(what + " tells a secret:\n" + String.join("\n", telling));
        }
    }

    private static boolean tells(String written) {
        // As JSON may write it.
        String line = written.replace("\\/", "/");
        return TOKEN.matcher(line).find()
                || COOKIE.matcher(line).find()
                || KNOWN.stream().anyMatch(line::contains);
    }
}
