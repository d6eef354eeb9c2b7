package dev.gastown.terminal.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupsFitIntoACookieTest {
    /** With base64 a third more: what leaves room for the rest in 4,096. */
    private static final int MOST_BYTES = 1_902;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "\"quoted\"", "\\\\back\\slash", "\u0001\u0002\u0003", "größe", "組"})
    void howeverTheyAreWritten(String name) {
        Set<String> many = IntStream.range(0, 500).mapToObj(i -> name + i).collect(Collectors.toSet());

        Set<String> kept = CookieGroups.of(many);

        assertThat(kept).isNotEmpty().isSubsetOf(many);
        assertThat(new JsonArray(List.copyOf(kept)).encode().getBytes(StandardCharsets.UTF_8))
                .hasSizeBetween(MOST_BYTES - 60, MOST_BYTES);
    }
}
