package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.TestTown;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreenCapturesIT {
    private static final Vertx VERTX = Vertx.vertx();

    private final TestTown town = TestTown.start();
    private final ScreenCaptures captures = new ScreenCaptures(VERTX, Tmux.onSocket(Optional.of(town.socket())));

    @AfterEach
    void close() {
        town.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Map<String, Screen> capture(List<String> sessions) {
        return captures.capture(sessions)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @Test
    void eachSessionsScreenIsItsOwnWithColoursAndLineDrawing() {
        town.session("hq-mayor", "printf '\\033[31mred\\nstill 日本\\033[0m\\n\\033(0lqk\\033(B'; exec cat")
                .session("gt-nux", "printf 'to be proud'; exec cat");
        town.tmux("resize-window", "-t", "=gt-nux:", "-x", "50", "-y", "9");
        town.awaitScreen("hq-mayor", "still");
        town.awaitScreen("gt-nux", "proud");

        Map<String, Screen> screens = capture(List.of("hq-mayor", "gt-nux"));
        Screen mayor = screens.get("hq-mayor");
        assertThat(screens).containsOnlyKeys("hq-mayor", "gt-nux");
        assertThat(mayor.columns()).isEqualTo(80);
        assertThat(mayor.rows()).isEqualTo(24);
        assertThat(mayor.lines()).hasSize(24).startsWith("\033[31mred\033[0m", "\033[31mstill 日本\033[0m");
        assertThat(mayor.text()).startsWith("red", "still 日本", "┌─┐", "");
        assertThat(screens.get("gt-nux").columns()).isEqualTo(50);
        assertThat(screens.get("gt-nux").text()).hasSize(9).startsWith("to be proud");
    }

    @Test
    void aSessionThatIsNotThereCostsTheOthersNothing() {
        town.session("gt-nux-2", "printf two; exec cat").session("gt-slit", "printf slit; exec cat");
        town.awaitScreen("gt-nux-2", "two");
        town.awaitScreen("gt-slit", "slit");

        // Exactly: gt-nux is not the beginning of gt-nux-2.
        assertThat(capture(List.of("gt-nux", "gt-nux-2", "gone", "gt-slit"))).containsOnlyKeys("gt-nux-2", "gt-slit");
        assertThat(capture(List.of("gone"))).isEmpty();
        assertThat(capture(List.of())).isEmpty();
    }

    @Test
    void aScreenOfADeadProgramIsStillCaptured() {
        // It ends when it is told to: what a program writes while it ends may be lost between it and tmux.
        town.session("hq-mayor").session("gt-nux", "printf 'first\\nlast words\\n'; read line");
        town.awaitScreen("gt-nux", "last words");
        town.tmux("send-keys", "-t", "=gt-nux:", "Enter");
        TestTown.await(
                "its end",
                () -> town.tmux("list-panes", "-a", "-F", "#{pane_dead}").contains("1"));
        assertThat(capture(List.of("gt-nux")).get("gt-nux").text()).contains("last words");
    }

    /** More than fits into one message to tmux, and more than fits into a pipe. */
    @Test
    void twoHundredScreensAreOneCapture() {
        List<String> names = new ArrayList<>();
        town.session("gt-0", "i=0; while [ $i -lt 24 ]; do printf '%080d' $i; i=$((i + 1)); done; exec cat");
        town.awaitScreen("gt-0", "23");
        names.add("gt-0");
        for (int i = 1; i < 200; i++) {
            // A group shows the same window: as many sessions, one program.
            town.tmux("new-session", "-d", "-t", "gt-0", "-s", "gt-" + i);
            names.add("gt-" + i);
        }
        Map<String, Screen> screens = capture(names);
        assertThat(screens).hasSize(200);
        assertThat(screens.get("gt-199").text()).isEqualTo(screens.get("gt-0").text());
        assertThat(screens.get("gt-199").text().get(23)).isEqualTo("%080d".formatted(23));
    }

    @Test
    void withoutAServerThereIsAReasonNotAnEmptyAnswer() {
        assertThatThrownBy(() -> capture(List.of("hq-mayor")))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TmuxException.class)
                .hasMessageContaining("No tmux server is running");
    }
}
