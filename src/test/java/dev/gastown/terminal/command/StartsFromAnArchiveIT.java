package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes that {@code src/build/archive.sh} makes, with the options that the README names. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StartsFromAnArchiveIT {
    private static final String SECRET = "a secret of the tests that is long enough for HS256";
    private static final Path JAVA_BIN = Path.of(System.getProperty("java.home"), "bin");
    private static final Pattern LOG_LINE = Pattern.compile("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ");
    private static final long DEADLINE_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static Path jar;
    private static Path archive;

    @BeforeAll
    static void makeTheArchive() throws Exception {
        jar = Files.copy(
                Path.of(System.getProperty("gastown.jar", "target/gastown.jar")), folder.resolve("gastown.jar"));
        archive = folder.resolve("gastown.jsa");
        ProcessBuilder builder = new ProcessBuilder("src/build/archive.sh", jar.toString()).redirectErrorStream(true);
        builder.environment().merge("PATH", JAVA_BIN.toString(), (path, java) -> java + ":" + path);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
        assertThat(archive).isNotEmptyFile();
        assertThat(folder).isDirectoryNotContaining("glob:**/*.new");
    }

    @Test
    void theGatewaysClassesComeOutOfIt() throws Exception {
        Start start = start(jar, archive);

        assertThat(start.sourceOf("dev.gastown.terminal.command.GatewayNode")).startsWith("shared objects file");
        assertThat(start.sourceOf("io.vertx.core.impl.VertxImpl")).startsWith("shared objects file");
        assertThat(start.wordsOfJava()).isEmpty();
    }

    @Test
    void itCountsForEveryCollector() throws Exception {
        // A container of less than two processors or 2 GB gets another one than the machine that made the archive.
        Start start = start(jar, archive, "-XX:+UseSerialGC");

        assertThat(start.sourceOf("dev.gastown.terminal.command.GatewayNode")).startsWith("shared objects file");
    }

    @Test
    void anArchiveOfAnotherBuildIsNotUsedAndNotSpokenOf() throws Exception {
        Path rebuilt = Files.copy(jar, folder.resolve("rebuilt.jar"), StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(rebuilt, FileTime.fromMillis(1_000_000_000_000L));

        Start start = start(rebuilt, archive);

        assertThat(start.sourceOf("dev.gastown.terminal.command.GatewayNode")).contains("rebuilt.jar");
        assertThat(start.wordsOfJava()).isEmpty();
    }

    @Test
    void aMissingArchiveIsNotSpokenOf() throws Exception {
        Start start = start(jar, folder.resolve("missing.jsa"));

        assertThat(start.sourceOf("dev.gastown.terminal.command.GatewayNode")).contains("gastown.jar");
        assertThat(start.wordsOfJava()).isEmpty();
    }

    @Test
    void halfAnArchiveIsNotSpokenOf() throws Exception {
        byte[] whole = Files.readAllBytes(archive);
        Path half = Files.write(folder.resolve("half.jsa"), java.util.Arrays.copyOf(whole, whole.length / 2));

        Start start = start(jar, half);

        assertThat(start.sourceOf("dev.gastown.terminal.command.GatewayNode")).contains("gastown.jar");
        assertThat(start.wordsOfJava()).isEmpty();
    }

    /** Starts a gateway and ends it once it listens. */
    private static Start start(Path jar, Path archive, String... options) throws IOException, InterruptedException {
        Path loaded = Files.createTempFile(folder, "loaded", ".log");
        List<String> command = new ArrayList<>(List.of(
                JAVA_BIN.resolve("java").toString(),
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off",
                "-Xlog:class+load:file=" + loaded));
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", jar.toString(), "gateway"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GASTOWN_"));
        builder.environment()
                .putAll(Map.of(
                        "GASTOWN_HTTP_HOST", "127.0.0.1",
                        "GASTOWN_HTTP_PORT", "0",
                        "GASTOWN_MANAGEMENT_HOST", "127.0.0.1",
                        "GASTOWN_MANAGEMENT_PORT", "0",
                        "GASTOWN_TICKET_SECRET", SECRET,
                        "GASTOWN_SESSION_SECRET", SECRET + "x"));
        Process process = builder.start();
        List<String> said = new ArrayList<>();
        try {
            BufferedReader output = process.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (line.startsWith("Dashboard: ")) {
                    // Not the process's own method, which closes what is being read here.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
            return new Start(said, Files.readAllLines(loaded));
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * @param said the lines of both outputs
     * @param loaded the classes loaded, each with where it came from
     */
    private record Start(List<String> said, List<String> loaded) {
        String sourceOf(String type) {
            String words = " " + type + " source: ";
            return loaded.stream()
                    .filter(line -> line.contains(words))
                    .map(line -> line.substring(line.indexOf(words) + words.length()))
                    .findFirst()
                    .orElse("not loaded");
        }

        /** What Java itself says: not the gateway's line, nor its log. */
        List<String> wordsOfJava() {
            return said.stream()
                    .filter(line -> !line.startsWith("Dashboard: ")
                            && !LOG_LINE.matcher(line).find())
                    .toList();
        }
    }
}
