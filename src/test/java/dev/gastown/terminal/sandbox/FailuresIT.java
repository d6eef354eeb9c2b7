package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way it can fail has its own answer. */
class FailuresIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void noTmuxServerIsNotAnEmptyTown() {
        SandboxFixture.Answer answer = sandbox.get("/sessions");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().getString("error")).startsWith("No tmux server is running");
        assertThat(sandbox.refusal("/sessions/hq-mayor", SandboxFixture.KEY)).isEqualTo(503);
        sandbox.town.session("hq-mayor");
        assertThat(sandbox.sessions()).hasSize(1);
    }

    @Test
    void aMachineWithoutTmuxSaysHowToInstallIt() {
        try (SandboxFixture without = new SandboxFixture("/nonexistent", Duration.ofMinutes(5))) {
            SandboxFixture.Answer answer = without.get("/sessions");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body().getString("error"))
                    .isEqualTo(
                            "tmux was not found: install it (Debian: apt-get install tmux, macOS: brew install tmux)");
            assertThat(without.refusal("/sessions/hq-mayor", SandboxFixture.KEY))
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sessions",
                "/sessions/hq-mayor",
                "/sessions/nobody",
                "/wall?sessions=hq-mayor",
                "/",
                "/elsewhere"
            })
    void theKeyIsAskedForOnEveryRoute(String path) {
        sandbox.town.session("hq-mayor");
        assertThat(sandbox.get(path, null).status()).isEqualTo(401);
        assertThat(sandbox.get(path, "another key").status()).isEqualTo(401);
        assertThat(sandbox.get(path, "").body().getString("error")).contains("x-internal-api-key");
        assertThat(sandbox.refusal(path, "another key")).isEqualTo(401);
    }

    @Test
    void unknownAndImpossibleNamesAreRefusedBeforeTheUpgrade() {
        sandbox.town.session("hq-mayor-x").session("gt-witness");
        // Exactly: neither a prefix, nor a pattern, nor a target of tmux.
        assertThat(sandbox.refusal("/sessions/hq-mayor", SandboxFixture.KEY)).isEqualTo(404);
        assertThat(sandbox.refusal("/sessions/gt-*", SandboxFixture.KEY)).isEqualTo(404);
        assertThat(sandbox.refusal("/sessions/$0", SandboxFixture.KEY)).isEqualTo(404);
        assertThat(sandbox.refusal("/sessions/gt-witness%3A", SandboxFixture.KEY))
                .isEqualTo(404);
        assertThat(sandbox.refusal("/sessions/", SandboxFixture.KEY)).isEqualTo(404);
        assertThat(sandbox.refusal("/sessions/" + "a".repeat(129), SandboxFixture.KEY))
                .isEqualTo(404);
        assertThat(sandbox.get("/sessions/gt-witness").status()).isEqualTo(426);
        assertThat(sandbox.get("/elsewhere").status()).isEqualTo(404);
    }

    @Test
    void aSessionKilledWhileWatchedEndsWithUnknownStatus() {
        sandbox.town.session("hq-mayor").session("gt-nux");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        TestViewer plain = sandbox.watchPlain("gt-nux");
        sandbox.town.tmux("kill-session", "-t", "=gt-nux");
        endedNormally(viewer);
        plain.awaitClosed();
        assertThat(plain.socket().closeStatusCode()).isEqualTo((short) 1000);
    }

    /** The trap: tmux moves a client to another session when {@code detach-on-destroy} is off. */
    @Test
    void aKilledSessionNeverTurnsIntoAnother() {
        sandbox.town.session("hq-mayor", "printf secret; exec cat").session("gt-nux");
        sandbox.town.tmux("set-option", "-g", "detach-on-destroy", "off");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        sandbox.town.tmux("kill-session", "-t", "=gt-nux");
        endedNormally(viewer);
        assertThat(viewer.terminal().toString()).doesNotContain("secret");
        TestTown.await("the client to be gone", () -> sandbox.controlClients() == 0);
    }

    @Test
    void aServerKilledWhileWatchedEndsAndANewOneIsFound() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        sandbox.town.killServer();
        endedNormally(viewer);
        assertThat(sandbox.refusal("/sessions/hq-mayor", SandboxFixture.KEY)).isEqualTo(503);
        sandbox.town.session("hq-mayor", "printf reborn; exec cat");
        sandbox.watch("hq-mayor").awaitText("reborn");
    }

    @Test
    void aProgramThatEndsIsReportedWithItsStatus() {
        sandbox.town.session("gt-nux", "read line; exit 7");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        viewer.type("\r");
        sandbox.town.awaitExit("gt-nux", 7);
        viewer.awaitClosed();
        assertThat(viewer.last("exit").orElseThrow().getInteger("status")).isEqualTo(7);
        assertThat(viewer.socket().closeStatusCode()).isEqualTo((short) 1000);
    }

    @Test
    void aProgramThatEndsWithItsSessionEndsWithUnknownStatus() {
        sandbox.town.session("hq-mayor").session("gt-nux", "read line; exit 7");
        sandbox.town.tmux("set-option", "-t", "=gt-nux:", "-w", "remain-on-exit", "off");
        TestViewer viewer = sandbox.watch("gt-nux").awaitLive();
        viewer.type("\r");
        endedNormally(viewer);
    }

    /** {@code tmux detach-client -a} by somebody at the machine must not take the session from the viewers. */
    @Test
    void aControlClientThatIsThrownOutComesBackWithASnapshot() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        sandbox.town.tmux("detach-client", "-s", "=hq-mayor");
        TestTown.await("a second snapshot", () -> viewer.count("live") == 2);
        viewer.type("still here\r");
        viewer.awaitText("still here\r\nstill here");
    }

    @Test
    void aSnapshotAskedForMeanwhileKeepsNobodyFromTheStream() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        sandbox.town.tmux("detach-client", "-s", "=hq-mayor");
        TestTown.await("the way back", () -> {
            viewer.say(new JsonObject().put("type", "snapshot"));
            return !sandbox.town.tmux("list-clients", "-t", "=hq-mayor").isBlank();
        });
        viewer.type("still here\r");
        viewer.awaitText("still here\r\nstill here");
    }

    private static void endedNormally(TestViewer viewer) {
        viewer.awaitClosed();
        assertThat(viewer.last("exit")).isPresent();
        assertThat(viewer.last("exit").orElseThrow().getValue("status")).isNull();
        assertThat(viewer.socket().closeStatusCode()).isEqualTo((short) 1000);
    }
}
