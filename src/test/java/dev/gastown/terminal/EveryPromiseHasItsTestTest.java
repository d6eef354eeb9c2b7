package dev.gastown.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md says which test holds each promise. */
class EveryPromiseHasItsTestTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

    @Test
    void thatIsThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> named = TEST.matcher(Files.readString(Path.of("SECURITY.md")))
                .results()
                .map((MatchResult test) -> test.group(1))
                .toList();

        assertThat(named).isNotEmpty().allMatch(there::contains);
    }
}
