package dev.gastown.terminal.ops;

import static dev.gastown.terminal.command.GatewayFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.gastown.terminal.config.ConfigurationException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TheAuditFileIsKeptTest {
    /** Refuses every write for want of room. */
    private static final Path FULL = Path.of("/dev/full");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AuditMeters counters = new AuditMeters(meters);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AuditFile.class);

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void everyEventInItsOrderForItsOwnerAlone() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        try (AuditFile file = AuditFile.open(path, counters)) {
            IntStream.range(0, 5_000).forEach(i -> file.append(event(i)));
        }

        assertThat(numbers(path))
                .containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(lost()).isZero();
        assertThat(failed()).isZero();
    }

    @Test
    void whatWasThereStays() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        for (int start = 0; start < 2; start++) {
            try (AuditFile file = AuditFile.open(path, counters)) {
                file.append(event(start));
            }
        }

        assertThat(numbers(path)).containsExactly(0, 1);
    }

    @Test
    void oneThatWasRenamedOrDeletedIsBegunAnewAndNothingIsLost() throws IOException {
        Path path = directory.resolve("audit.jsonl");
        Path old = directory.resolve("audit.jsonl.1");
        int[] sent = {0};
        try (AuditFile file = AuditFile.open(path, counters)) {
            file.append(event(sent[0]++));
            eventually("the first", () -> size(path) > 0);
            Files.move(path, old);
            eventually("a new one", () -> {
                file.append(event(sent[0]++));
                return Files.exists(path);
            });
        }
        List<Integer> all = new java.util.ArrayList<>(numbers(old));
        all.addAll(numbers(path));
        assertThat(all)
                .containsExactlyElementsOf(IntStream.range(0, sent[0]).boxed().toList());
    }

    @Test
    void aFullDiskIsCountedAndToldOnceAndOver() throws IOException {
        Path path = Files.createSymbolicLink(directory.resolve("audit.jsonl"), FULL);
        try (AuditFile file = AuditFile.open(path, counters)) {
            IntStream.range(0, 3).forEach(i -> file.append(event(i)));
            eventually("three failures", () -> failed() == 3);
            Files.delete(path);
            file.append(event(3));
            eventually("what is possible again", () -> size(path) > 0);
        }

        assertThat(numbers(path)).containsExactly(3);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).hasSize(2);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("can't be written")
                .contains("No space");
    }

    @Test
    void aSlowDiskKeepsNobodyWaiting() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        // Both ways, so that nobody waits for the other to open it: nothing is read yet.
        try (RandomAccessFile reader = new RandomAccessFile(pipe.toFile(), "rw");
                AuditFile file = AuditFile.open(pipe, counters)) {
            int sent = AuditFile.MOST_WAITING + 10_000;
            for (int i = 0; i < sent; i++) {
                file.append(event(i));
            }
            assertThat(lost()).isPositive();
            assertThat(log.list).hasSize(1);

            String line = reader.readLine();
            assertThat(new JsonObject(line).getInteger("number")).isZero();
            for (int read = 1; read < sent - lost(); read++) {
                line = reader.readLine();
            }
            assertThat(new JsonObject(line).getInteger("number")).isLessThan(sent);
        }
    }

    @Test
    void oneThatCantBeOpenedIsBadConfiguration() {
        assertThatThrownBy(() -> AuditFile.open(directory.resolve("no/such/directory/audit"), counters))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("audit.file", "no/such/directory", "appended");
        assertThatThrownBy(() -> AuditFile.open(directory, counters)).isInstanceOf(ConfigurationException.class);
    }

    private static JsonObject event(int number) {
        return new JsonObject().put("number", number).put("padding", "x".repeat(50));
    }

    private static List<Integer> numbers(Path path) throws IOException {
        return Files.readAllLines(path).stream()
                .map(line -> new JsonObject(line).getInteger("number"))
                .toList();
    }

    private static long size(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.size(path) : 0;
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private double failed() {
        return meters.get("gastown.audit.failures").counter().count();
    }

    private double lost() {
        return meters.get("gastown.audit.dropped").counter().count();
    }
}
