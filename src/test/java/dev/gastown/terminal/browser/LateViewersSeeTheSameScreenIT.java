package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who comes late sees what tmux shows, and what follows; tmux itself is the judge. */
class LateViewersSeeTheSameScreenIT {
    /** Colours, wide characters, emoji and an accent of its own, in more lines than a screen has. */
    private static final String LOG = "n=0; while [ $n -lt 60 ]; do n=$((n+1));"
            + " printf '\\033[1;31m%d\\033[0m \\033[38;5;208m日本語\\033[0m \\033[48;2;10;80;40mok\\033[0m 🚀✅ e\\314\\201 end\\n' $n;"
            + " done; ";

    /** The same at the pace of an agent, for longer than a browser needs to come. */
    private static final String SLOW_LOG =
            "n=0; while [ $n -lt 150 ]; do n=$((n+1)); printf '\\033[32m%d\\033[0m 漢字 🐕 line\\n' $n; sleep 0.05; done;"
                    + " echo the end; exec cat";

    private static final String FULL_SCREEN = LOG
            + "printf '\\033[?1049h\\033[2J\\033[5;10H\\033[7m menu \\033[0m\\033[7;10H\\033[34m選択\\033[0m 🚀\\033[20;3H>'; exec cat";

    @AutoClose
    private static TownAtWork work;

    private static DashboardPage page;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start()
                .session("hq-mayor")
                .session("gt-log", LOG + "exec cat")
                .session("gt-screen", FULL_SCREEN));
        work.town.awaitScreen("gt-log", "60 ");
        work.town.awaitScreen("gt-screen", ">");
        page = work.open().awaitLive("hq-mayor");
    }

    @Test
    void aColouredLogOfWideCharacters() {
        page.choose("gt-log").awaitText("60 日本語").picture("log");
        assertScreenIsTmuxs("gt-log");
        assertThat(page.history()).contains("1 日本語 ok 🚀✅ e\u0301 end", "37 日本語 ok 🚀✅ e\u0301 end");
        // Colours are judged where tmux and xterm count alike: the 208th of 256, red in bold, and a true colour.
        assertThat(page.page()
                        .evaluate("() => { const b = gastownTerminal.buffer.active;"
                                + " const line = b.getLine(b.baseY + 2); return [line.getCell(0).getFgColor(),"
                                + " line.getCell(0).isBold() > 0, line.getCell(3).getFgColor(), line.getCell(3).getWidth(),"
                                + " line.getCell(10).getBgColor()].join(' '); }"))
                .isEqualTo("1 true 208 2 " + (10 << 16 | 80 << 8 | 40));
    }

    @Test
    void aFullScreenProgramAndTheShellBehindIt() {
        page.choose("gt-screen").awaitText(" menu").picture("full-screen");
        assertScreenIsTmuxs("gt-screen");
        assertThat(page.page().evaluate("() => gastownTerminal.buffer.active.type"))
                .isEqualTo("alternate");
        assertThat(page.page()
                        .evaluate("() => gastownTerminal.buffer.active.cursorX + ','"
                                + " + gastownTerminal.buffer.active.cursorY"))
                .isEqualTo(work.town
                        .tmux("display-message", "-p", "-t", "=gt-screen:", "#{cursor_x},#{cursor_y}")
                        .strip());

        // It ends: the log is back.
        work.town.tmux("send-keys", "-t", "=gt-screen:", "-l", "--", "\033[?1049l");
        work.town.tmux("send-keys", "-t", "=gt-screen:", "Enter");
        page.awaitText("60 日本語");
        assertScreenIsTmuxs("gt-screen");
    }

    @Test
    void whatIsPrintedWhileSomebodyComes() {
        work.town.session("gt-slow", SLOW_LOG);
        work.town.awaitScreen("gt-slow", "20 ");
        page.await("gt-slow to be listed", () -> page.session("gt-slow").count() == 1);
        page.choose("gt-slow").awaitText("the end");

        assertScreenIsTmuxs("gt-slow");
        // Neither a hole nor a repeat, from the first line to the last.
        assertThat(page.history().stream().filter(line -> line.endsWith("line")))
                .hasSize(150)
                .doesNotHaveDuplicates()
                .startsWith("1 漢字 🐕 line");
    }

    private static void assertScreenIsTmuxs(String session) {
        page.await(
                "the screen tmux shows:\n" + String.join("\n", captured(session)),
                () -> trimmed(page.screen()).equals(captured(session)));
    }

    private static List<String> captured(String session) {
        return trimmed(work.town
                .tmux("capture-pane", "-p", "-t", "=" + session + ":")
                .lines()
                .toList());
    }

    /** Without blanks at the ends of lines and without blank lines at the end. */
    private static List<String> trimmed(List<String> lines) {
        return List.of(
                String.join("\n", lines.stream().map(String::stripTrailing).toList())
                        .stripTrailing()
                        .split("\n", -1));
    }
}
