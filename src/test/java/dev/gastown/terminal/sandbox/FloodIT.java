package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Much output, many viewers, slow viewers: nothing is lost, nobody waits for another, memory stays bounded. */
class FloodIT {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern SEQUENCE = Pattern.compile("\\x1b(\\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|.)|\\x18");

    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** The numbers a viewer was shown, snapshot and live, in order. */
    private static List<Integer> numbers(TestViewer viewer) {
        String text = SEQUENCE.matcher(viewer.terminal().toString()).replaceAll("");
        List<Integer> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(Integer.parseInt(matcher.group()));
        }
        return numbers;
    }

    private static void isGapless(TestViewer viewer, int last) {
        List<Integer> numbers = numbers(viewer);
        assertThat(numbers.get(numbers.size() - 1)).isEqualTo(last);
        for (int i = 1; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).as("after %d", numbers.get(i - 1)).isEqualTo(numbers.get(i - 1) + 1);
        }
    }

    @Test
    void everyViewerThatJoinsAFloodSeesEveryLineOnce() {
        sandbox.town.session("gt-nux", "stty -echo; seq 1 100; read go; seq 101 400000; printf END; exec cat");
        TestViewer first = sandbox.watch("gt-nux").awaitLive();
        first.type("\r");
        List<TestViewer> viewers = new ArrayList<>(List.of(first));
        while (viewers.size() < 12) {
            viewers.add(sandbox.watch("gt-nux").awaitLive());
        }
        for (TestViewer viewer : viewers) {
            viewer.awaitText("END");
            isGapless(viewer, 400000);
        }
        long joinedInTheMiddle = viewers.stream()
                .map(viewer -> numbers(viewer).get(0))
                .filter(number -> number > 100 && number < 390000)
                .count();
        assertThat(joinedInTheMiddle).isPositive();
        assertThat(sandbox.controlClients()).isEqualTo(1);
    }

    @Test
    void aViewerThatStopsReadingSlowsNobodyAndGetsAFreshSnapshot() {
        sandbox.town.session("gt-nux", "stty -echo; read go; seq 1 4000000; printf END; exec cat");
        TestViewer slow = sandbox.watch("gt-nux").awaitLive();
        TestViewer fast = sandbox.watch("gt-nux").awaitLive().keeping(8 * 1024 * 1024);
        slow.socket().pause();
        fast.type("\r");
        sandbox.town.awaitScreen("gt-nux", "END");
        fast.awaitText("END");
        slow.socket().resume();
        slow.awaitText("END");
        assertThat(slow.count("snapshot")).isGreaterThan(1);
        assertThat(slow.liveBytes()).isLessThan(fast.liveBytes());
        TestTown.await(
                "the slow viewer to show the pane",
                () -> Oracle.draw(sandbox.town, "gt-nux", slow.terminal()).equals(Oracle.of(sandbox.town, "gt-nux")));
    }

    @Test
    void underYesMemoryStaysBoundedAndControlCStopsItWithinASecond() {
        sandbox.town.session("hq-mayor", "sh");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive().keeping(4 * 1024 * 1024);
        TestViewer stuck = sandbox.watch("hq-mayor").awaitLive();
        stuck.socket().pause();
        long before = usedHeap();
        viewer.type("yes\r");
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        TestTown.await("five seconds of yes", () -> System.nanoTime() > end);
        long during = usedHeap();
        long flooded = viewer.liveBytes();
        long typed = System.nanoTime();
        viewer.type("\003");
        TestTown.await(
                "yes to end",
                () -> !sandbox.town
                        .tmux("display-message", "-p", "-t", "=hq-mayor:", "#{pane_current_command}")
                        .strip()
                        .equals("yes"));
        Duration stopped = Duration.ofNanos(System.nanoTime() - typed);
        viewer.type("clear; echo back\\ again\r");
        viewer.awaitText("back again");
        Duration converged = Duration.ofNanos(System.nanoTime() - typed);
        stuck.socket().resume();
        stuck.awaitText("back again");
        for (TestViewer each : List.of(viewer, stuck)) {
            TestTown.await(
                    "the screens to be the same",
                    () -> Oracle.draw(sandbox.town, "hq-mayor", each.terminal())
                            .equals(Oracle.of(sandbox.town, "hq-mayor")));
        }
        System.out.printf(
                "yes for 5 s: %d MB seen live, heap grew %d MB, stopped after %d ms, viewer converged after %d ms%n",
                flooded >> 20, (during - before) >> 20, stopped.toMillis(), converged.toMillis());
        assertThat(stopped).isLessThan(Duration.ofSeconds(1));
        assertThat(during - before).isLessThan(64L << 20);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
