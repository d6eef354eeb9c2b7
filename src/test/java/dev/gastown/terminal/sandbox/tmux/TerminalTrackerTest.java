package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTrackerTest {
    private final TerminalTracker tracker = new TerminalTracker();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^[[1;31mred|^[[1;31m",
                "^[[31m^[[32mgreen|^[[32m",
                "^[[38;5;208;1m|^[[38;5;208;1m",
                "^[[38;2;1;2;3;48;5;9m|^[[38;2;1;2;3;48;5;9m",
                "^[[4:3;58:2::1:2:3m|^[[4:3;58:2::1:2:3m",
                "^[[1;3;4;5;7;8;9m^[[22;23;24;25;27;28;29m|''",
                "^[[31m^[[m|''",
                "^[[31m^[[0;1m|^[[1m",
                "^[[31m^[]0;title [32m^G|^[[31m",
                "^[[31m^[Pq[32m^[\\|^[[31m",
                "^[[31m^[c|''",
                "^[[31m^[7^[[32m^[8|^[[31m",
                "^[[31m^[[?1049h^[[44m^[[?1049l|^[[31m",
                "^[[>4;2m|''",
                "^[[31|''",
                "^N|^N",
                "^N^O|''",
            })
    void followsThePen(String bytes, String pen) {
        tracker.feed(Buffer.buffer(controls(bytes)));
        assertThat(tracker.pen()).isEqualTo(controls(pen));
    }

    @Test
    void keepsTheBeginningOfACutCharacter() {
        byte[] rocket = "🚀".getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < rocket.length; cut++) {
            TerminalTracker cutTracker = new TerminalTracker();
            cutTracker.feed(Buffer.buffer("a").appendBytes(rocket, 0, cut));
            assertThat(cutTracker.cutCharacter()).isEqualTo(Buffer.buffer().appendBytes(rocket, 0, cut));
            cutTracker.feed(Buffer.buffer().appendBytes(rocket, cut, rocket.length - cut));
            assertThat(cutTracker.cutCharacter().length()).isZero();
        }
    }

    @Test
    void followsBracketedPasteAndTheCursorsShape() {
        tracker.feed(Buffer.buffer("\033[?2004h\033[?1004;7h\033[5 q"));
        assertThat(tracker.modes()).contains("\033[?2004h", "\033[?1004h", "\033[5 q");
        tracker.feed(Buffer.buffer("\033[?2004l"));
        assertThat(tracker.modes()).contains("\033[?2004l").doesNotContain("\033[?2004h");
    }

    @Test
    void tellsOfBracketedPasteOnlyWhatTheProgramSaid() {
        assertThat(tracker.modes()).doesNotContain("2004");
        tracker.feed(Buffer.buffer("\033[?2004l\033c"));
        assertThat(tracker.modes()).doesNotContain("2004");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^G|true",
                "text^Gtext|true",
                "^[[3^G1m|true",
                "^[]0;title^G|false",
                "^[]0;title^[\\|false",
                "^[]0;title^G^G|true",
                "^[Pq^Gdata^[\\|false",
                "text|false",
            })
    void aBellThatEndsAStringIsNone(String bytes, boolean rang) {
        // Cut anywhere: a string may begin in one batch and end in the next.
        for (byte b : controls(bytes).getBytes(StandardCharsets.UTF_8)) {
            tracker.feed(Buffer.buffer(new byte[] {b}));
        }
        assertThat(tracker.takeBell()).isEqualTo(rang);
        assertThat(tracker.takeBell()).isFalse();
    }

    private static String controls(String text) {
        return text.replace("^[", "\033")
                .replace("^G", "\007")
                .replace("^N", "\016")
                .replace("^O", "\017");
    }
}
