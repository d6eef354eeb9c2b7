package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlainFormIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void theWholePaneIsSentWithColoursAndOnlyWhenItChanged() {
        sandbox.town.session(
                "hq-mayor",
                "stty -echo; printf '\\033[31mred\\033[0m plain'; while read line; do echo \"$line\"; done");
        sandbox.town.awaitScreen("hq-mayor", "plain");
        TestViewer viewer = sandbox.watchPlain("hq-mayor");
        TestTown.await("the first output", () -> viewer.last("output").isPresent());
        JsonObject output = viewer.control().get(0);
        assertThat(output.fieldNames()).containsExactlyInAnyOrder("type", "data", "timestamp");
        assertThat(output.getString("data"))
                .startsWith("\033[31mred\033[39m plain\n")
                .doesNotContain("\r");
        assertThat(output.getString("data").lines().count()).isEqualTo(24);
        assertThat(output.getLong("timestamp"))
                .isBetween(Instant.now().getEpochSecond() - 30, Instant.now().getEpochSecond());
        viewer.say("{\"type\":\"input\",\"data\":\"typed\"}");
        TestTown.await(
                "what was typed",
                () -> viewer.last("output").orElseThrow().getString("data").contains("typed"));
        long sent = viewer.count("output");
        // Output that changes nothing, then output that does: one message.
        viewer.say("{\"type\":\"snapshot\"}");
        viewer.say("{\"type\":\"input\",\"data\":\"more\"}");
        TestTown.await(
                "more",
                () -> viewer.last("output").orElseThrow().getString("data").contains("more"));
        assertThat(viewer.count("output")).isLessThanOrEqualTo(sent + 2);
    }

    @Test
    void aFloodIsSentAtMostEvery200Milliseconds() {
        sandbox.town.session(
                "hq-mayor",
                "stty -echo; read go; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); echo $i; done; printf END; exec cat");
        TestViewer viewer = sandbox.watchPlain("hq-mayor");
        TestTown.await("the first output", () -> viewer.last("output").isPresent());
        long began = System.nanoTime();
        viewer.say("{\"type\":\"input\",\"data\":\"go\"}");
        TestTown.await(
                "the end",
                () -> viewer.last("output").orElseThrow().getString("data").contains("END"));
        long millis = (System.nanoTime() - began) / 1_000_000;
        assertThat(viewer.count("output")).isLessThanOrEqualTo(millis / 200 + 3);
    }

    @Test
    void aDeadSessionIsShownOnceAndClosed() {
        sandbox.town.session("gt-nux", "stty -echo; printf '\\n\\nlast words'; read go; exit 1");
        sandbox.town.awaitScreen("gt-nux", "last words");
        sandbox.town.tmux("send-keys", "-t", "=gt-nux:", "Enter");
        TestTown.await(
                "its death",
                () -> sandbox.town
                        .tmux("display-message", "-p", "-t", "=gt-nux:", "#{pane_dead}")
                        .strip()
                        .equals("1"));
        TestViewer viewer = sandbox.watchPlain("gt-nux");
        viewer.awaitClosed();
        assertThat(viewer.last("output").orElseThrow().getString("data")).contains("last words");
        assertThat(viewer.socket().closeStatusCode()).isEqualTo((short) 1000);
    }
}
