package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalStreamIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void helloComesFirstThenSnapshotThenLive() {
        sandbox.town.session("hq-mayor", "printf 'Good morning'; exec cat");
        sandbox.town.awaitScreen("hq-mayor", "Good morning");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        assertThat(viewer.types()).containsExactly("hello", "snapshot", "live");
        assertThat(viewer.control().get(0))
                .isEqualTo(new JsonObject()
                        .put("type", "hello")
                        .put("session", "hq-mayor")
                        .put("role", "mayor")
                        .put("access", "write")
                        .put("cols", 80)
                        .put("rows", 24));
        assertThat(viewer.terminal().toString()).contains("Good morning");
        viewer.type("echoed\r");
        viewer.awaitText("echoed\r\nechoed");
    }

    @Test
    void aViewerOfADeadSessionSeesItsLastScreenAndItsStatus() {
        sandbox.town.session("gt-nux", "stty -echo; printf '\\n\\nlast words'; read go; exit 3");
        sandbox.town.awaitScreen("gt-nux", "last words");
        sandbox.town.tmux("send-keys", "-t", "=gt-nux:", "Enter");
        sandbox.town.awaitExit("gt-nux", 3);
        TestViewer viewer = sandbox.watch("gt-nux");
        viewer.awaitClosed();
        assertThat(viewer.types()).containsExactly("hello", "snapshot", "live", "exit");
        assertThat(viewer.terminal().toString()).contains("last words");
        assertThat(viewer.last("exit").orElseThrow().getInteger("status")).isEqualTo(3);
        assertThat(viewer.socket().closeStatusCode()).isEqualTo((short) 1000);
    }

    @Test
    void aProgramStartedAnewInThePaneIsShownFromItsBeginning() {
        sandbox.town.session("gt-nux", "printf 'the first'; exec cat");
        sandbox.town.awaitScreen("gt-nux", "the first");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        sandbox.town.tmux("respawn-pane", "-k", "-t", "=gt-nux:", "printf 'the second'; exec cat");
        TestTown.await("a second snapshot", () -> viewer.count("live") >= 2);
        viewer.awaitText("the second");
        assertThat(viewer.terminal().toString()).doesNotContain("the first");
        assertThat(viewer.last("exit")).isEmpty();
    }

    @Test
    void theActivePaneIsShownAndTypedInto() {
        sandbox.town.session("gt-nux", "printf 'left pane'; exec cat");
        sandbox.town.awaitScreen("gt-nux", "left pane");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        sandbox.town.tmux("split-window", "-h", "-t", "=gt-nux:", "printf 'right pane'; exec cat");
        viewer.awaitText("right pane");
        assertThat(viewer.terminal().toString()).doesNotContain("left pane");
        assertThat(viewer.last("size").orElseThrow().getInteger("cols")).isLessThan(80);
        viewer.type("to the right\r");
        viewer.awaitText("to the right\r\nto the right");
        sandbox.town.tmux("select-pane", "-L", "-t", "=gt-nux:");
        viewer.awaitText("left pane");
        assertThat(viewer.terminal().toString()).doesNotContain("right");
    }

    @Test
    void aQuestionIsRepeatedWithTheSnapshotThatAnswersIt() {
        sandbox.town.session("gt-nux", "exec cat");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        viewer.say(new JsonObject().put("type", "snapshot").put("ask", 7));
        TestTown.await("the answer", () -> viewer.count("live") >= 2);
        assertThat(viewer.last("snapshot").orElseThrow().getInteger("ask")).isEqualTo(7);
        viewer.say(new JsonObject().put("type", "snapshot"));
        TestTown.await("another answer", () -> viewer.count("live") >= 3);
        assertThat(viewer.last("snapshot").orElseThrow()).isEqualTo(new JsonObject().put("type", "snapshot"));
    }

    @Test
    void aQuestionIsNotRepeatedWhenThePaneIsAnother() {
        sandbox.town.session("hq-mayor", "exec cat");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        viewer.say(new JsonObject().put("type", "resize").put("cols", 100).put("rows", 30));
        viewer.say(new JsonObject().put("type", "snapshot").put("ask", 7));
        TestTown.await("the pane as it is now", () -> viewer.count("live") >= 2);
        assertThat(viewer.last("size").orElseThrow().getInteger("cols")).isEqualTo(100);
        // Where tmux was quicker than the question, another snapshot answers that.
        JsonObject resized = viewer.control().stream()
                .dropWhile(message -> !message.getString("type").equals("size"))
                .filter(message -> message.getString("type").equals("snapshot"))
                .findFirst()
                .orElseThrow();
        assertThat(resized.containsKey("ask")).isFalse();
    }

    @Test
    void whoAskedOnceIsGivenTheLastScreenForThoseBehindIt() {
        sandbox.town.session("gt-nux", "read go; echo the end; read go; exit 7");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        viewer.say(new JsonObject().put("type", "snapshot").put("ask", 7));
        TestTown.await("the answer", () -> viewer.count("live") >= 2);
        assertThat(viewer.last("snapshot").orElseThrow().containsKey("last")).isFalse();
        // tmux closes the terminal of a program that ended without reading what is still in it.
        viewer.type("\r");
        viewer.awaitText("the end");
        viewer.type("\r");
        sandbox.town.awaitExit("gt-nux", 7);
        viewer.awaitClosed();
        assertThat(viewer.last("snapshot").orElseThrow())
                .isEqualTo(
                        new JsonObject().put("type", "snapshot").put("ask", 7).put("last", true));
        assertThat(viewer.terminal().toString()).contains("the end");
    }
}
