package dev.gastown.terminal.sandbox.tmux;

import dev.gastown.terminal.sandbox.tmux.TmuxException.Reason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Builds and runs tmux command lines for one tmux socket, of which a process needs one. Any thread may use it. {@code TMUX_TMPDIR} comes
 * from the environment, as for tmux itself.
 */
public final class Tmux {
    /** What to tell a person whose machine has no tmux. */
    public static final String MISSING =
            "tmux was not found: install it (Debian: apt-get install tmux, macOS: brew install tmux)";

    private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(5);

    /** tmux's exit status when a command failed. */
    private static final int COMMAND_FAILED = 1;

    private final String searchPath;
    private final List<String> globalOptions;
    private final AttachGate attachGate = new AttachGate();

    private Tmux(String searchPath, List<String> globalOptions) {
        this.searchPath = searchPath;
        this.globalOptions = globalOptions;
    }

    /** The tmux on this process's {@code PATH}, talking to the socket named, or to tmux's default one. */
    public static Tmux onSocket(Optional<String> socket) {
        return onSocket(socket, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /** The first tmux in the directories of {@code searchPath}, which is written like {@code PATH}. */
    public static Tmux onSocket(Optional<String> socket, String searchPath) {
        List<String> options = new ArrayList<>();
        // -u: never replace a character by an underscore. -N: looking at a town never starts a tmux server.
        options.add("-uN");
        socket.ifPresent(name -> options.addAll(List.of("-L", name)));
        return new Tmux(searchPath, List.copyOf(options));
    }

    /** What the control clients made with this object pass, coming and going. */
    AttachGate attachGate() {
        return attachGate;
    }

    /** The same socket, but commands may start the server, which reads {@code configuration} and no other file. */
    public Tmux startingServer(Path configuration) {
        List<String> options = new ArrayList<>(globalOptions);
        options.set(0, "-u");
        options.addAll(List.of("-f", configuration.toString()));
        return new Tmux(searchPath, List.copyOf(options));
    }

    /** The target of session commands: a bare name would match prefixes and patterns too. */
    public static String sessionTarget(String session) {
        return "=" + session;
    }

    /** The target of pane and window commands: the active pane of exactly this session. */
    public static String paneTarget(String session) {
        return "=" + session + ":";
    }

    /**
     * A process, not yet started, that runs one tmux command.
     *
     * @throws TmuxException with {@link Reason#MISSING}
     */
    public ProcessBuilder process(String... command) throws TmuxException {
        List<String> line = new ArrayList<>();
        line.add(program().toString());
        line.addAll(globalOptions);
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line);
        // Inside a tmux pane this variable would take the place of the default socket.
        builder.environment().remove("TMUX");
        builder.environment().remove("TMUX_PANE");
        return builder;
    }

    /**
     * Runs one command to its end. Blocks for at most 5 s: never call it on an event loop.
     *
     * @return what tmux printed
     * @throws TmuxException when tmux is missing, has no server, or refuses
     */
    public String run(String... command) throws TmuxException {
        Result result = complete("", command);
        if (result.status() == 0) {
            return result.output();
        }
        throw refusal(result.complaint());
    }

    /**
     * Runs many commands in one process, which costs about as much as one. A command that fails ends its own line and no
     * other. Blocks for at most 5 s: never call it on an event loop.
     *
     * @param commandLines tmux commands, each line ended by LF
     * @return what the commands printed, one after the other; those that failed, nothing
     * @throws TmuxException when tmux is missing, has no server, or does not answer
     */
    public String runEach(String commandLines) throws TmuxException {
        Result result = complete(commandLines, "source-file", "-");
        if (result.status() != 0) {
            TmuxException refusal = refusal(result.complaint());
            if (result.status() != COMMAND_FAILED || refusal.reason() == Reason.NO_SERVER) {
                throw refusal;
            }
        }
        return result.output();
    }

    private record Result(int status, String output, String complaint) {}

    private Result complete(String input, String... command) throws TmuxException {
        Process process;
        try {
            process = process(command).start();
        } catch (IOException e) {
            throw new TmuxException(Reason.MISSING, MISSING);
        }
        CompletableFuture<Void> deadline = CompletableFuture.runAsync(
                process::destroyForcibly,
                CompletableFuture.delayedExecutor(COMMAND_DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
        try (InputStream out = process.getInputStream();
                InputStream err = process.getErrorStream()) {
            write(input, process);
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            String complaint = new String(err.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output, complaint.isEmpty() ? "tmux failed" : complaint);
        } catch (IOException e) {
            throw new TmuxException(Reason.FAILED, "tmux did not answer within " + COMMAND_DEADLINE.toSeconds() + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new TmuxException(Reason.FAILED, "tmux was interrupted");
        } finally {
            deadline.cancel(false);
        }
    }

    private static void write(String input, Process process) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A tmux without a server ends without reading; it says so.
        }
    }

    private static TmuxException refusal(String complaint) {
        boolean noServer = complaint.startsWith("no server running")
                || complaint.startsWith("error connecting to")
                || complaint.startsWith("server exited")
                || complaint.startsWith("lost server");
        return noServer
                ? new TmuxException(Reason.NO_SERVER, "No tmux server is running here: " + complaint)
                : new TmuxException(Reason.FAILED, complaint);
    }

    private Path program() throws TmuxException {
        for (String directory : searchPath.split(File.pathSeparator)) {
            Path candidate = Path.of(directory, "tmux");
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new TmuxException(Reason.MISSING, MISSING);
    }
}
