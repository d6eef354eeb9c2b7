package dev.gastown.terminal.command;

import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.LogSettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.ops.AuditFile;
import dev.gastown.terminal.ops.AuditMeters;
import dev.gastown.terminal.ops.LogLevel;
import dev.gastown.terminal.ops.LogSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How a command starts and ends as an operating-system process. */
final class CommandProcess {
    /** Bad configuration (contract section 1). */
    private static final int BAD_CONFIGURATION = 2;

    private static final int FAILED = 1;
    private static final int STOPPED = 0;

    private CommandProcess() {}

    /** Logs as the configuration says from now on, and first of all what there is to say of the configuration. */
    static void log(Settings settings, Configuration configuration) {
        LogSettings log = settings.log();
        LogSetup.use(log.format());
        LogLevel.set(log);
        configuration.warnOfSlips();
    }

    /**
     * Opens the file for the audit, where there is to be one. What is not written there is counted in any case.
     *
     * @throws ConfigurationException when it can't be opened
     */
    static Optional<AuditFile> auditFile(Settings settings, MeterRegistry meters) {
        AuditMeters counters = new AuditMeters(meters);
        return settings.auditFile().map(path -> AuditFile.open(path, counters));
    }

    /** The last step of a stop: all that the others told is in the file. */
    static Future<?> close(Optional<AuditFile> auditFile) {
        auditFile.ifPresent(AuditFile::close);
        return Future.succeededFuture();
    }

    /** What a command does that ends by itself. */
    @FunctionalInterface
    interface Errand {
        /**
         * Does it, on the process's main thread.
         *
         * @return the exit status
         * @throws Exception what a future failed with that was waited for, checked or not
         */
        int run(Vertx vertx, Settings settings) throws Exception;
    }

    /** Reads the configuration and runs an errand; one line for whatever fails. */
    static int run(Errand errand) {
        Vertx vertx = Vertx.vertx();
        try {
            return errand.run(
                    vertx,
                    new Configuration(vertx, new JsonObject(), System.getenv())
                            .load()
                            .await());
        } catch (Exception failure) {
            System.err.println("gastown: " + words(failure));
            return statusOf(failure);
        } finally {
            vertx.close().await();
        }
    }

    /** Ends the process with one line for a start that failed. */
    static void exit(Throwable failure) {
        System.err.println("gastown: " + words(failure));
        Runtime.getRuntime().halt(statusOf(failure));
    }

    /** Ends the process with one line for what can't go on. */
    static void exit(String words) {
        System.err.println("gastown: " + words);
        Runtime.getRuntime().halt(FAILED);
    }

    /**
     * Stops cleanly on SIGTERM or Ctrl-C: exit status 0 when everything was closed in time. A second signal stops at
     * once.
     *
     * @param patience how long each of the steps may take, asked for when the signal comes
     * @param steps run one after the other, each when the one before is complete or has taken too long
     */
    static void onStopSignal(Supplier<Duration> patience, List<Supplier<Future<?>>> steps) {
        StopSignals.onFirst(() -> {
            Duration each = patience.get();
            boolean clean = true;
            for (Supplier<Future<?>> step : steps) {
                // Not composed: a future that belongs to an event loop can't tell of that loop's end.
                clean &= completes(step.get(), each);
            }
            // A process ended by a signal reports the signal; a clean stop is to report success.
            Runtime.getRuntime().halt(clean ? STOPPED : FAILED);
        });
    }

    private static boolean completes(Future<?> future, Duration patience) {
        CountDownLatch complete = new CountDownLatch(1);
        future.onComplete(done -> complete.countDown());
        try {
            return complete.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int statusOf(Throwable failure) {
        return failure instanceof ConfigurationException ? BAD_CONFIGURATION : FAILED;
    }

    private static String words(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
