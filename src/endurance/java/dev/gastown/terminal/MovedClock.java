package dev.gastown.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The time of day as some processes see it, by Debian's {@code faketime}; how time passes stays as it is. */
public final class MovedClock {
    private final Path file;

    /** @param directory for the file that tells them */
    public MovedClock(Path directory) {
        Prerequisite.install("faketime");
        file = directory.resolve("clock");
        move(Duration.ZERO);
    }

    /** Has a process that is not started yet live by this clock. */
    public GatewayProcess.Setup rules(GatewayProcess.Setup process) {
        return process.environment("LD_PRELOAD", library())
                .environment("FAKETIME_TIMESTAMP_FILE", file.toString())
                .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .environment("FAKETIME_CACHE_DURATION", "1");
    }

    /** Sets it; the processes see that within a second. */
    public void move(Duration ahead) {
        try {
            Path next = Files.writeString(file.resolveSibling("clock.next"), "%+d".formatted(ahead.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String library() {
        try {
            Process faketime =
                    new ProcessBuilder("faketime", "-m", "-f", "+0s", "sh", "-c", "printf %s \"$LD_PRELOAD\"").start();
            return new String(faketime.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
