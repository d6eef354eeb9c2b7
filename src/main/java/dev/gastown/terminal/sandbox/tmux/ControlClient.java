package dev.gastown.terminal.sandbox.tmux;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tmux control client: a {@code tmux -C attach-session} process with a thread that reads it and one that writes it.
 *
 * <p>Everything tmux says arrives on the Vert.x context given, in order, in batches. At most {@link #BATCHES_IN_FLIGHT}
 * batches of at most {@link #READ_BYTES} wait there; when the context is behind, the reader waits, tmux's pipe fills, and
 * tmux stops reading the pane: memory stays bounded on every side and nothing is lost.
 */
final class ControlClient {
    /** Bytes taken from tmux at once. */
    static final int READ_BYTES = 64 * 1024;

    /** Batches handed over to the context and not yet worked through. */
    static final int BATCHES_IN_FLIGHT = 16;

    /** Bytes of commands waiting for tmux above which {@link #writeQueueFull()} holds. */
    static final int WRITE_QUEUE_BYTES = 1024 * 1024;

    /** What a client has to end after it was told to, before it is ended. */
    private static final Duration DETACH_DEADLINE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);
    private static final byte[] CLOSE = {};

    private final Context context;
    private final Tmux tmux;
    private final String session;
    private final Handler<List<ControlEvent>> batches;
    private final Semaphore inFlight = new Semaphore(BATCHES_IN_FLIGHT);
    private final BlockingQueue<byte[]> commands = new LinkedBlockingQueue<>();
    private final AtomicInteger commandBytes = new AtomicInteger();

    /** Touched by the reading thread only. */
    private boolean attached;

    /** Touched on the context only. */
    private Runnable drained = () -> {};

    private ControlClient(Context context, Tmux tmux, String session, Handler<List<ControlEvent>> batches) {
        this.context = context;
        this.tmux = tmux;
        this.session = session;
        this.batches = batches;
    }

    /**
     * Attaches to exactly the session named. The client never takes part in the window's size. Commands may be sent at
     * once: they wait until tmux runs.
     *
     * @param context where {@code batches} is called
     * @param batches receives what tmux says; the very last event is {@link ControlEvent.Ended}, also when tmux is missing
     *     or the session does not exist
     */
    static ControlClient attach(Context context, Tmux tmux, String session, Handler<List<ControlEvent>> batches) {
        ControlClient client = new ControlClient(context, tmux, session, batches);
        daemon("tmux-read-" + session, client::run).start();
        return client;
    }

    /** Queues one command line, without its line end. Any thread. */
    void send(String commandLine) {
        byte[] line = (commandLine + "\n").getBytes(StandardCharsets.UTF_8);
        commandBytes.addAndGet(line.length);
        commands.add(line);
    }

    /** Whether tmux is behind with commands and their source should pause. */
    boolean writeQueueFull() {
        return commandBytes.get() > WRITE_QUEUE_BYTES;
    }

    /** Sets what runs, on the context, when a full queue of commands has been written. */
    void drainHandler(Runnable handler) {
        drained = handler;
    }

    /** Detaches: commands queued so far still reach tmux. Any thread; more than once does nothing. */
    void close() {
        commands.add(CLOSE);
    }

    private void run() {
        try {
            tmux.attachGate().beginAttaching();
            try {
                start().ifPresent(this::read);
            } finally {
                attached();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
        try {
            context.runOnContext(end -> batches.handle(List.of(new ControlEvent.Ended())));
        } catch (RejectedExecutionException e) {
            LOG.debug("The context is gone before the control client on {}", session);
        }
    }

    private Optional<Process> start() {
        try {
            Process process = tmux.process(
                            "-C", "attach-session", "-t", Tmux.sessionTarget(session), "-f", "ignore-size")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            daemon("tmux-write-" + session, () -> write(process)).start();
            return Optional.of(process);
        } catch (IOException | TmuxException e) {
            LOG.debug("No control client on {}: {}", session, e.getMessage());
            return Optional.empty();
        }
    }

    /** On the reading thread; the first call counts. */
    private void attached() {
        if (!attached) {
            attached = true;
            tmux.attachGate().attached();
        }
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }

    private void read(Process process) {
        List<ControlEvent> batch = new ArrayList<>();
        ControlModeParser parser = new ControlModeParser(event -> collect(batch, event));
        byte[] bytes = new byte[READ_BYTES];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                attached();
                parser.feed(bytes, 0, count);
                handOver(batch);
            }
        } catch (IOException | IllegalStateException | RejectedExecutionException e) {
            // The stream is broken, is not tmux, or the context is gone: for the session's viewers both are the
            // client's end.
            process.destroy();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    /** Neighbouring outputs of a pane become one: under a flood tmux sends many short lines. */
    private static void collect(List<ControlEvent> batch, ControlEvent event) {
        if (event instanceof ControlEvent.Output next
                && !batch.isEmpty()
                && batch.get(batch.size() - 1) instanceof ControlEvent.Output last
                && last.pane().equals(next.pane())) {
            last.bytes().appendBuffer(next.bytes());
        } else {
            batch.add(event);
        }
    }

    private void handOver(List<ControlEvent> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        List<ControlEvent> events = List.copyOf(batch);
        batch.clear();
        inFlight.acquire();
        context.runOnContext(now -> {
            inFlight.release();
            batches.handle(events);
        });
    }

    private void write(Process process) {
        try {
            pass(process.getOutputStream());
            tmux.attachGate().beginDetaching();
            try {
                detach(process);
            } finally {
                tmux.attachGate().detached();
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }

    private void pass(OutputStream out) throws InterruptedException {
        try {
            for (byte[] line = commands.take(); line != CLOSE; line = commands.take()) {
                out.write(line);
                out.flush();
                boolean wasFull = writeQueueFull();
                commandBytes.addAndGet(-line.length);
                if (wasFull && !writeQueueFull()) {
                    context.runOnContext(now -> drained.run());
                }
            }
        } catch (IOException e) {
            // tmux is gone: the reader sees the end of its stream and reports it.
            commands.clear();
        }
    }

    /** The end of its input ends a control client. */
    private static void detach(Process process) throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("A control client took no more commands");
        }
        if (!process.waitFor(DETACH_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
