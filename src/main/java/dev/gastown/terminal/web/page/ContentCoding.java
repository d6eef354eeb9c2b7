package dev.gastown.terminal.web.page;

import io.vertx.ext.web.ParsedHeaderValue;
import java.util.List;
import java.util.Optional;

/** Which form of a file a client wants (RFC 9110, section 12.5.3). */
final class ContentCoding {
    /** The file as it is. */
    static final String IDENTITY = "identity";

    /** The codings the page is built in; {@code webroot/build/compress.ts} makes a folder for each. */
    static final List<String> COMPRESSED = List.of("br", "gzip");

    private static final List<String> BY_SIZE = List.of("br", "gzip", IDENTITY);

    private static final String ANY = "*";
    /** {@code identity} need not be named, but whoever names another one prefers that. */
    private static final float UNNAMED_IDENTITY = Float.MIN_VALUE;

    private ContentCoding() {}

    /**
     * The coding to send: the one with the highest weight, and of equal ones the smallest. Whoever refuses every one gets
     * {@link #IDENTITY}, for a page is better than an error.
     *
     * @param accepted what the client's {@code Accept-Encoding} names, in any order
     */
    static String wantedBy(List<? extends ParsedHeaderValue> accepted) {
        String wanted = IDENTITY;
        float most = 0;
        for (String coding : BY_SIZE) {
            float weight = weight(coding, accepted);
            if (weight > most) {
                most = weight;
                wanted = coding;
            }
        }
        return wanted;
    }

    private static float weight(String coding, List<? extends ParsedHeaderValue> accepted) {
        return named(coding, accepted)
                .or(() -> named(ANY, accepted))
                .orElse(IDENTITY.equals(coding) ? UNNAMED_IDENTITY : 0);
    }

    private static Optional<Float> named(String coding, List<? extends ParsedHeaderValue> accepted) {
        return accepted.stream()
                .filter(value -> coding.equalsIgnoreCase(value.value().strip()))
                .map(ParsedHeaderValue::weight)
                .findFirst();
    }
}
