package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer draws equals what tmux shows, whenever it joins; tmux itself is the judge. */
class ScreenFidelityIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void sameScreen(TestViewer viewer, String session) {
        String[] pair = new String[2];
        try {
            TestTown.await("viewer and pane to show the same", () -> {
                pair[0] = Oracle.draw(sandbox.town, session, viewer.terminal());
                pair[1] = Oracle.of(sandbox.town, session);
                return pair[0].equals(pair[1]);
            });
        } catch (AssertionError e) {
            assertThat(pair[0]).isEqualTo(pair[1]);
        }
    }

    private String shell(String... lines) {
        try {
            Path script = Files.createTempFile(sandbox.town.root(), "program", ".sh");
            Files.writeString(script, String.join("\n", lines) + "\n");
            return "exec sh " + script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A coloured log with wide characters, emoji and a background that runs to the line's end.
                "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); printf '\\033[3%dm%d\\033[0m 日本語 🚀 \\033[1;4mé\\033[0m"
                        + " \\033[44mblue %d\\033[K\\033[0m\\r\\n' $((i%8)) $i $i; done",
                // One colour over many lines: the pen is never reset.
                "printf '\\033[1;38;5;208m'; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); printf 'line %d\\n' $i; done",
                // A progress bar that stays on its line, then lines that fill the width to the last column.
                "i=0; while [ $i -lt 9000 ]; do i=$((i+1)); printf '\\r\\033[K[%080d' $i; done",
                // Line drawing characters and a 24-bit colour.
                "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); printf"
                        + " '\\033(0lqqk\\033(B \\033[38;2;1;%d;3mtrue\\033[39m %d\\n' $((i%200)) $i; done"
            })
    void aViewerThatJoinsAStreamingLogShowsWhatTmuxShows(String program) {
        sandbox.town.session("gt-nux", shell("stty -echo", "sleep 0.3", program, "printf 'END'", "exec cat"));
        TestViewer first = sandbox.watch("gt-nux").awaitLive();
        TestViewer second = sandbox.watch("gt-nux").awaitLive();
        TestViewer third = sandbox.watch("gt-nux").awaitLive();
        sandbox.town.awaitScreen("gt-nux", "END");
        TestViewer late = sandbox.watch("gt-nux").awaitLive();
        sameScreen(first, "gt-nux");
        sameScreen(second, "gt-nux");
        sameScreen(third, "gt-nux");
        sameScreen(late, "gt-nux");
        assertThat(first.largestFrame()).isPositive();
    }

    @Test
    void theScrollbackOfALateViewerIsTheHistoryOfThePane() {
        sandbox.town.session(
                "gt-nux",
                shell(
                        "i=0; while [ $i -lt 500 ]; do i=$((i+1)); printf '\\033[3%dm日 %d\\033[0m rest\\n' $((i%8)) $i; done",
                        "printf END; exec cat"));
        sandbox.town.awaitScreen("gt-nux", "END");
        TestViewer late = sandbox.watch("gt-nux").awaitLive();
        String text = late.terminal().toString();
        assertThat(text).contains("日 1\033").contains("日 500\033");
        sameScreen(late, "gt-nux");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\033[?1049h\\033[2J\\033[5;10r\\033[7;3H\\033[31mred \\033[0m\\033[?25l\\033[?1h\\033=",
                "\\033[?1000h\\033[?1006h\\033[?7l\\033[4hinserted",
                "\\033[3;8r\\033[?6h\\033[2;5Horigin",
                "before\\033[?1049h\\033[Hfull screen \\033[44m\\033[K\\033[0m",
                "%079dX",
            })
    void modesAndCursorReachALateViewer(String sequence) {
        sandbox.town.session(
                "gt-nux",
                shell("stty -echo", "printf 'one\\ntwo\\nthree\\n'", "printf '" + sequence + "END'", "exec cat"));
        sandbox.town.awaitScreen("gt-nux", sequence.contains("X") ? "X" : "END");
        TestViewer late = sandbox.watch("gt-nux").awaitLive();
        sameScreen(late, "gt-nux");
        TestViewer later = sandbox.watch("gt-nux").awaitLive();
        later.type("typed\n");
        late.awaitText("typed");
        sameScreen(late, "gt-nux");
        sameScreen(later, "gt-nux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"top -d 1", "less +G /etc/services", "vim -u NONE -N /etc/services"})
    void fullScreenProgramsReachALateViewer(String command) {
        String program = command.split(" ")[0];
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", program)) && Files.exists(Path.of("/etc/services")));
        sandbox.town.session("hq-mayor", "printf 'primary\\n'; " + command + "; exec cat");
        TestViewer first = sandbox.watch("hq-mayor").awaitLive();
        TestTown.await(
                "a full screen",
                () -> sandbox.town.screen("hq-mayor").strip().lines().count() > 5);
        TestViewer late = sandbox.watch("hq-mayor").awaitLive();
        late.type(program.equals("vim") ? "10ddp:set list\r" : " ");
        sameScreen(first, "hq-mayor");
        sameScreen(late, "hq-mayor");
        late.type(program.equals("vim") ? ":q!\r" : "q");
        TestTown.await(
                "the end of " + program,
                () -> sandbox.town
                        .tmux("display-message", "-p", "-t", "=hq-mayor:", "#{pane_current_command} #{alternate_on}")
                        .strip()
                        .equals("cat 0"));
        sameScreen(first, "hq-mayor");
        sameScreen(late, "hq-mayor");
    }

    @Test
    void aResizeReachesEveryViewerAndBothDrawTheNewScreen() {
        sandbox.town.session(
                "hq-mayor",
                shell(
                        "i=0; while [ $i -lt 60 ]; do i=$((i+1)); printf 'a long line that will be wrapped %060d\\n' $i; done",
                        "exec cat"));
        TestViewer first = sandbox.watch("hq-mayor").awaitLive();
        TestViewer second = sandbox.watchPlain("hq-mayor");
        first.say(new JsonObject().put("type", "resize").put("cols", 50).put("rows", 15));
        TestTown.await("the size", () -> first.last("size").isPresent());
        assertThat(first.last("size").orElseThrow())
                .isEqualTo(new JsonObject().put("type", "size").put("cols", 50).put("rows", 15));
        sameScreen(first, "hq-mayor");
        TestViewer late = sandbox.watch("hq-mayor").awaitLive();
        assertThat(late.control().get(0).getInteger("cols")).isEqualTo(50);
        sameScreen(late, "hq-mayor");
        second.close();
    }
}
