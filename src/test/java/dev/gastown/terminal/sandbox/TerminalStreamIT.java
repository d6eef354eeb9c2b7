package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

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
        sandbox.town.session("gt-nux", "printf 'last words'; exit 3");
        sandbox.town.awaitScreen("gt-nux", "Pane is dead");
        TestViewer viewer = sandbox.watch("gt-nux");
        viewer.awaitClosed();
        assertThat(viewer.types()).containsExactly("hello", "snapshot", "live", "exit");
        assertThat(viewer.terminal().toString()).contains("last words");
        assertThat(viewer.last("exit").orElseThrow().getInteger("status")).isEqualTo(3);
        assertThat(viewer.socket().closeStatusCode()).isEqualTo((short) 1000);
    }
}
