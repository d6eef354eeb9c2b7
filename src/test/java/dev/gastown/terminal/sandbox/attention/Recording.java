package dev.gastown.terminal.sandbox.attention;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What a real agent program printed, with what a person would say of it at some points (see recordings/README.md).
 *
 * @param name its folder
 * @param columns of its terminal
 * @param rows of its terminal
 * @param bytes as the program wrote them
 * @param marks in the order of the stream
 */
record Recording(String name, int columns, int rows, byte[] bytes, List<Mark> marks) {
    private static final Path FOLDER = Path.of("src/test/resources/recordings");

    /** An escape sequence from its beginning to the end of what has been written of it. */
    private static final Pattern BEGUN_SEQUENCE = Pattern.compile(
            "\033(?:\\[[0-?]*[ -/]*|[\\]P][^\007\033]*+\033?|[ -/]*)?$|[\u00c0-\u00ff][\u0080-\u00bf]{0,2}$");

    /**
     * A point of the stream.
     *
     * @param offset bytes before it
     * @param expected {@code working}, {@code waiting} or {@code done}
     * @param note what is seen there
     */
    record Mark(int offset, String expected, String note) {}

    /** All there are, in the order of their names. */
    static List<Recording> all() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(Recording::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recording read(Path folder) {
        try (InputStream raw = new GZIPInputStream(Files.newInputStream(folder.resolve("screen.raw.gz")))) {
            JsonObject json = new JsonObject(Files.readString(folder.resolve("recording.json")));
            List<Mark> marks = json.getJsonArray("marks").stream()
                    .map(JsonObject.class::cast)
                    .map(mark ->
                            new Mark(mark.getInteger("offset"), mark.getString("expected"), mark.getString("note")))
                    .toList();
            return new Recording(
                    folder.getFileName().toString(),
                    json.getInteger("cols"),
                    json.getInteger("rows"),
                    raw.readAllBytes(),
                    marks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first point from an offset on that is not inside an escape sequence or a character. */
    int whole(int offset) {
        int at = offset;
        while (at < bytes.length && begun(at)) {
            at++;
        }
        return at;
    }

    private boolean begun(int offset) {
        int from = Math.max(0, offset - 4096);
        Matcher sequence = BEGUN_SEQUENCE.matcher(new String(bytes, from, offset - from, StandardCharsets.ISO_8859_1));
        return sequence.find() && !complete(sequence.group());
    }

    /** Whether a character has all its bytes. */
    private static boolean complete(String begun) {
        char lead = begun.charAt(0);
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        return lead != '\033' && begun.length() == length;
    }
}
