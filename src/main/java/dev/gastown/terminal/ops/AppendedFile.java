package dev.gastown.terminal.ops;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * A file that lines are appended to, and that others may rename or delete (logrotate): then a new one is begun under its
 * path. Confined to one thread at a time.
 */
final class AppendedFile {
    /** How often it is looked whether the path still leads to the file. */
    static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private static final String OWNER_ALONE = "rw-------";

    private final Path path;
    private FileChannel channel;
    private Object key;
    private long lookedNanos;

    /** Something was written of a line, and not its end. */
    private boolean torn;

    private AppendedFile(Path path) {
        this.path = path;
    }

    /** Opens a file, or makes one for its owner alone. */
    static AppendedFile open(Path path) throws IOException {
        AppendedFile file = new AppendedFile(path);
        file.open();
        return file;
    }

    /** Appends a line; may be tried again, with the next one, after a failure. */
    void append(String line) throws IOException {
        if (channel == null) {
            open();
        } else if (System.nanoTime() - lookedNanos > LOOK_INTERVAL.toNanos()) {
            lookedNanos = System.nanoTime();
            if (!Objects.equals(key, keyOfPath())) {
                close();
                open();
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
        int all = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            torn = false;
        } catch (IOException refused) {
            torn |= bytes.remaining() < all;
            close();
            throw refused;
        }
    }

    /** What was written is the file system's; a failure to close it changes nothing. */
    void close() {
        if (channel != null) {
            try (FileChannel closing = channel) {
                closing.force(false);
            } catch (IOException nothingMoreToDo) {
                // Devices can't be forced, and a full disk was told of before.
            }
            channel = null;
        }
    }

    private void open() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ALONE))
                }
                : new FileAttribute<?>[0];
        channel = FileChannel.open(path, Set.of(CREATE, APPEND), attributes);
        key = keyOfPath();
        lookedNanos = System.nanoTime();
    }

    /** Which file the path leads to; null for none. */
    private Object keyOfPath() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException renamed) {
            return null;
        }
    }
}
