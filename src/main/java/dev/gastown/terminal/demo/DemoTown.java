package dev.gastown.terminal.demo;

import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A small town of real tmux sessions to look at (contract section 10): small shell scripts play the agents, and the Mayor
 * is a shell to type into. It lives on a tmux socket and in a directory of its own; nothing of the user's tmux is touched.
 */
public final class DemoTown {
    private static final List<String> FILES = List.of(
            "tmux.conf",
            "mayor.rc",
            "deacon.sh",
            "witness.sh",
            "refinery.sh",
            "polecat.sh",
            "toast.sh",
            "asks.sh",
            "done.sh",
            "idle.sh",
            "dead.sh",
            "board.sh");

    private static final String RIGS = """
            {"rigs": {
              "gastown": {"beads": {"prefix": "gt"}},
              "beads": {"beads": {"prefix": "bd"}}
            }}
            """;

    private final Vertx vertx;
    private final Path directory;
    private final Tmux tmux;

    private DemoTown(Vertx vertx, Path directory) {
        this.vertx = vertx;
        this.directory = directory;
        // The server reads this file when it starts, and no other.
        this.tmux = Tmux.onSocket(Optional.of(tmuxSocket())).startingServer(directory.resolve("tmux.conf"));
    }

    /**
     * Founds a town. What a demo that was killed left behind is cleared away first.
     *
     * @return the town when all its sessions run; fails with a {@link TmuxException} whose message says how to install
     *     tmux when there is none
     */
    public static Future<DemoTown> start(Vertx vertx) {
        return vertx.executeBlocking(
                () -> {
                    DemoDirectory.removeAbandoned();
                    DemoTown town = new DemoTown(vertx, DemoDirectory.create());
                    try {
                        town.found();
                    } catch (IOException | TmuxException e) {
                        DemoDirectory.remove(town.directory);
                        throw e;
                    }
                    return town;
                },
                false);
    }

    /** The name for {@code tmux -L}. */
    public String tmuxSocket() {
        return directory.getFileName().toString();
    }

    /** The Gas Town directory; its {@code mayor/rigs.json} registers the rigs. */
    public Path townRoot() {
        return directory.resolve("springfield");
    }

    /** Kills the town's tmux server and deletes its directory. A second time does nothing. */
    public Future<Void> stop() {
        return vertx.executeBlocking(
                () -> {
                    DemoDirectory.remove(directory);
                    return null;
                },
                false);
    }

    private void found() throws IOException, TmuxException {
        for (String file : FILES) {
            try (InputStream resource = DemoTown.class.getResourceAsStream("/demo/" + file)) {
                Files.copy(resource, directory.resolve(file));
            }
        }
        Files.createDirectories(townRoot().resolve("mayor"));
        Files.writeString(townRoot().resolve("mayor").resolve("rigs.json"), RIGS);

        session("hq-mayor", "Mayor", mayorShell());
        session("hq-deacon", "Deacon on patrol", script("deacon.sh"));
        session("gt-witness", "Witness of gastown", script("witness.sh", "gastown"));
        session("gt-refinery", "Merging", script("refinery.sh"));
        session("gt-crew-max", "Looking at the load", fullScreenProgram());
        session("gt-nux", "gt-42: renew the session list", script("polecat.sh", "gt-42"));
        session("gt-furiosa", "Waiting", script("idle.sh"));
        session("bd-witness", "Witness of beads", script("witness.sh", "beads"));
        session("bd-refinery", "Nothing to merge", script("done.sh"));
        session("bd-crew-joe", "Pushing a branch", script("asks.sh"));
        session("bd-toast", "bd-3: 表を描く", script("toast.sh"));
        session("bd-slit", "bd-7: failed", script("dead.sh"));
    }

    private void session(String name, String title, List<String> program) throws TmuxException {
        List<String> command = new ArrayList<>(List.of("new-session", "-d", "-s", name, "-x", "120", "-y", "36"));
        command.addAll(List.of("-c", townRoot().toString(), "-e", "LANG=" + locale()));
        command.addAll(program);
        tmux.run(command.toArray(String[]::new));
        tmux.run("select-pane", "-t", Tmux.paneTarget(name), "-T", title);
    }

    private List<String> script(String file, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", directory.resolve(file).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> mayorShell() {
        String rc = directory.resolve("mayor.rc").toString();
        return Programs.find("bash")
                .map(bash -> List.of(bash, "--noprofile", "--rcfile", rc, "-i"))
                .orElse(List.of("/usr/bin/env", "ENV=" + rc, "/bin/sh", "-i"));
    }

    private List<String> fullScreenProgram() {
        return Programs.find("top").map(List::of).orElse(script("board.sh"));
    }

    /** A UTF-8 locale, so that the Mayor's shell edits characters, not bytes. */
    private static String locale() {
        String own = Optional.ofNullable(System.getenv("LANG")).orElse("");
        if (own.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8")) {
            return own;
        }
        return System.getProperty("os.name").startsWith("Mac") ? "en_US.UTF-8" : "C.UTF-8";
    }
}
