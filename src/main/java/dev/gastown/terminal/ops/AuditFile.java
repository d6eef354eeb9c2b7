package dev.gastown.terminal.ops;

import dev.gastown.terminal.config.ConfigurationException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of this node in a file: one event a line, as JSON. Written by a thread of its own, so that a slow disk delays
 * nobody; events that come when {@link #MOST_WAITING} wait already are lost, and counted, and so are those that can't be
 * written. The gateway goes on meanwhile, and so does the file when there is room again.
 *
 * <p>{@link #append} is safe on any thread and never blocks.
 */
public final class AuditFile implements AutoCloseable {
    /** Events that may wait for the disk. */
    static final int MOST_WAITING = 10_000;

    /** How long {@link #close} waits for what is still to be written. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final JsonObject END = new JsonObject();

    private final BlockingQueue<JsonObject> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AppendedFile file;
    private final AuditMeters meters;
    private final Thread writer = new Thread(this::write, "gastown-audit-file");
    private volatile boolean overflowing;
    private boolean failing;

    private AuditFile(AppendedFile file, AuditMeters meters) {
        this.file = file;
        this.meters = meters;
        writer.setDaemon(true);
    }

    /**
     * Opens the file, which is made if there is none, for its owner alone, and begins to write.
     *
     * @throws ConfigurationException when it can't be appended to
     */
    public static AuditFile open(Path path, AuditMeters meters) {
        try {
            AuditFile opened = new AuditFile(AppendedFile.open(path), meters);
            opened.writer.start();
            return opened;
        } catch (IOException unusable) {
            throw ConfigurationException.notAllowed(
                    "audit.file",
                    path,
                    "a file that can be appended to (" + unusable.getClass().getSimpleName() + ")");
        }
    }

    /** Has an event written. */
    public void append(JsonObject event) {
        if (waiting.offer(event)) {
            // Not with the first that finds room: one line tells of one time, not of each event.
            if (overflowing && waiting.remainingCapacity() > MOST_WAITING / 2) {
                overflowing = false;
            }
            return;
        }
        meters.dropped();
        if (!overflowing) {
            overflowing = true;
            LOG.error("The audit file is written too slowly: events are lost");
        }
    }

    /** Waits until everything is written, for some seconds at most. */
    @Override
    public void close() {
        try {
            // Behind all others; when there is no room within that time there is no hope either.
            if (waiting.offer(END, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.join(CLOSE_PATIENCE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (JsonObject event = waiting.take(); event != END; event = waiting.take()) {
                write(event);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            file.close();
        }
    }

    private void write(JsonObject event) {
        try {
            file.append(event.encode());
            if (failing) {
                failing = false;
                LOG.info("The audit file can be written again");
            }
        } catch (IOException refused) {
            meters.failed();
            if (!failing) {
                failing = true;
                LOG.error("The audit file can't be written, events are lost: {}", refused.toString());
            }
        }
    }
}
