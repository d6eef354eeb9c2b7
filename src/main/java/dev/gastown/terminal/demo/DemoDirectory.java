package dev.gastown.terminal.demo;

import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo town's directory, {@code gastown-demo-<pid>-<random>} in the directory for temporary files. Its name is also
 * the name of the town's tmux socket, so that what a killed demo left behind can be found. All methods block.
 */
final class DemoDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DemoDirectory.class);
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Pattern NAME = Pattern.compile("gastown-demo-([0-9]{1,10})-[0-9a-f]{8}");

    private DemoDirectory() {}

    static Path create() throws IOException {
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        Path directory =
                PARENT.resolve("gastown-demo-" + ProcessHandle.current().pid() + "-" + random);
        return Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Removes the towns of demos whose process is gone. Another user's are left alone. */
    static void removeAbandoned() throws IOException {
        String user = Optional.ofNullable(System.getProperty("user.name")).orElse("");
        try (DirectoryStream<Path> towns = Files.newDirectoryStream(PARENT, "gastown-demo-*")) {
            for (Path town : towns) {
                Matcher name = NAME.matcher(town.getFileName().toString());
                if (name.matches()
                        && Files.isDirectory(town, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(town).getName().equals(user)
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    LOG.info("Removing what a demo that was killed left behind: {}", town);
                    remove(town);
                }
            }
        }
    }

    /** Kills the town's tmux server, if it runs, and deletes the directory, if it is there. */
    static void remove(Path town) {
        Tmux tmux = Tmux.onSocket(Optional.of(town.getFileName().toString()));
        try {
            Path socket =
                    Path.of(tmux.run("display-message", "-p", "#{socket_path}").strip());
            tmux.run("kill-server");
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.debug("The socket stays behind: {}", e.getMessage());
        } catch (TmuxException e) {
            LOG.debug("No tmux server to kill: {}", e.getMessage());
        }
        if (!Files.exists(town)) {
            return;
        }
        try (Stream<Path> files = Files.walk(town)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("The demo's directory {} stays behind: {}", town, e.getMessage());
        }
    }
}
