package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionListIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Optional<JsonObject> session(String name) {
        return sandbox.sessions().stream()
                .filter(session -> session.getString("name").equals(name))
                .findFirst();
    }

    @Test
    void everySessionIsListedWithRoleRigStatusAndTitle() {
        sandbox.town
                .session("hq-mayor")
                .session("gt-witness")
                .session("bd-slit", "exit 1")
                .session("stranger");
        sandbox.town.tmux("select-pane", "-t", "=gt-witness:", "-T", "a: b, ünï 日本 100% %H");
        TestTown.await("the dead one", () -> !session("bd-slit").orElseThrow().getBoolean("alive"));
        assertThat(sandbox.get("/sessions").body().getJsonArray("protocols"))
                .isEqualTo(new JsonArray().add("gastown.terminal.v2"));
        JsonObject mayor = session("hq-mayor").orElseThrow();
        assertThat(mayor.getString("role")).isEqualTo("mayor");
        assertThat(mayor.containsKey("rig")).isTrue();
        assertThat(mayor.getString("rig")).isNull();
        assertThat(mayor.getString("status")).isEqualTo("active");
        assertThat(mayor.getBoolean("alive")).isTrue();
        assertThat(mayor.getInteger("idleSeconds")).isBetween(0, 20);
        JsonObject witness = session("gt-witness").orElseThrow();
        assertThat(witness.getString("role")).isEqualTo("witness");
        assertThat(witness.getString("rig")).isEqualTo("gastown");
        assertThat(witness.getString("title")).isEqualTo("a: b, ünï 日本 100% %H");
        assertThat(session("bd-slit").orElseThrow().getString("status")).isEqualTo("dead");
        assertThat(session("stranger").orElseThrow().getString("role")).isEqualTo("unknown");
    }

    @Test
    void aLongTitleIsCutAndANameThatCannotBeOpenedIsLeftOut() {
        sandbox.town.session("hq-mayor").session("not a name");
        sandbox.town.tmux("select-pane", "-t", "=hq-mayor:", "-T", "🚀".repeat(200));
        assertThat(sandbox.sessions()).hasSize(1);
        assertThat(session("hq-mayor").orElseThrow().getString("title")).isEqualTo("🚀".repeat(120));
    }

    @Test
    void aSessionThatVanishedStaysDeadForAWhile() {
        sandbox.town.session("hq-mayor").session("gt-nux");
        assertThat(sandbox.sessions()).hasSize(2);
        sandbox.town.tmux("kill-session", "-t", "=gt-nux");
        TestTown.await(
                "its death",
                () -> session("gt-nux").orElseThrow().getString("status").equals("dead"));
        assertThat(session("gt-nux").orElseThrow().getString("role")).isEqualTo("polecat");
        sandbox.town.session("gt-nux");
        TestTown.await("its return", () -> session("gt-nux").orElseThrow().getBoolean("alive"));
        assertThat(sandbox.sessions()).hasSize(2);
    }

    @Test
    void anEndedSessionIsForgottenInTheEnd() {
        try (SandboxFixture forgetful = new SandboxFixture(System.getenv("PATH"), Duration.ofMillis(600))) {
            forgetful.town.session("hq-mayor").session("gt-nux");
            assertThat(forgetful.sessions()).hasSize(2);
            forgetful.town.tmux("kill-session", "-t", "=gt-nux");
            TestTown.await("it to be forgotten", () -> forgetful.sessions().size() == 1);
        }
    }

    @Test
    void rigsAreReadAgainWhenTheyChangeAndABrokenFileChangesNothing() {
        sandbox.town.session("zz-witness").session("gt-witness");
        assertThat(session("zz-witness").orElseThrow().getString("role")).isEqualTo("unknown");
        sandbox.town.rigs("{\"rigs\":{\"zed\":{\"beads\":{\"prefix\":\"zz\"}},\"g\":{\"beads\":{\"prefix\":\"gt\"}}}}");
        TestTown.await(
                "the new rig",
                () -> "zed".equals(session("zz-witness").orElseThrow().getString("rig")));
        sandbox.town.rigs("{ broken");
        sandbox.town.session("zz-nux");
        TestTown.await("the new session", () -> session("zz-nux").isPresent());
        assertThat(session("zz-nux").orElseThrow().getString("rig")).isEqualTo("zed");
    }

    @Test
    void aSessionThatCameBackIsListedAsAliveAsSoonAsSomebodyWatchesIt() {
        sandbox.town.session("hq-mayor").session("gt-nux");
        TestTown.await("the session", () -> session("gt-nux").isPresent());
        sandbox.town.tmux("kill-session", "-t", "=gt-nux");
        TestTown.await("its end", () -> !session("gt-nux").orElseThrow().getBoolean("alive"));
        sandbox.town.session("gt-nux");
        sandbox.watch("gt-nux").awaitLive();
        assertThat(session("gt-nux").orElseThrow().getBoolean("alive")).isTrue();
    }

    private String attention(String name) {
        return session(name).orElseThrow().getString("attention");
    }

    @Test
    void whatAnAgentWantsIsListedWithItsReasonAndNothingIsInvented() {
        sandbox.town
                .session("hq-mayor")
                .session("gt-asks", "printf 'Overwrite it? [y/N]'; exec cat")
                .session("gt-rings", "printf '\\033]0;title\\007'; read line; printf '\\007'; exec cat")
                .session("gt-title", "printf '\\033]0;title\\007'; exec cat")
                .session("gt-slit", "exit 3");
        sandbox.town.awaitExit("gt-slit", 3);
        sandbox.town.tmux("send-keys", "-t", "=gt-rings:", "Enter");
        TestTown.await("the sessions", () -> session("gt-slit").isPresent());
        TestTown.await("the question", () -> "waiting".equals(attention("gt-asks")));
        TestTown.await("the bell", () -> "waiting".equals(attention("gt-rings")));
        assertThat(session("gt-asks").orElseThrow().getString("attentionReason"))
                .isEqualTo("Question: Overwrite it? [y/N]");
        assertThat(session("gt-rings").orElseThrow().getString("attentionReason"))
                .isEqualTo("rang the bell");
        assertThat(attention("gt-slit")).isEqualTo("dead");
        assertThat(session("gt-slit").orElseThrow().getString("attentionReason"))
                .isEqualTo("ended with exit status 3");
        assertThat(session("hq-mayor").orElseThrow().containsKey("attention")).isFalse();
        assertThat(session("gt-title").orElseThrow().containsKey("attention")).isFalse();

        // Answered: nobody waits for ever.
        sandbox.town.tmux("send-keys", "-t", "=gt-asks:", "y", "Enter");
        TestTown.await("the answer to be seen", () -> !"waiting".equals(attention("gt-asks")));
    }

    @Test
    void aBellWhileWatchedCountsUntilSomebodyTypes() {
        sandbox.town.session("hq-mayor", "stty -echo; read line; printf 'x\\007'; exec cat");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        TestTown.await("the session", () -> session("hq-mayor").isPresent());
        assertThat(attention("hq-mayor")).isNull();
        sandbox.town.tmux("send-keys", "-t", "=hq-mayor:", "Enter");
        TestTown.await("the bell", () -> "waiting".equals(attention("hq-mayor")));
        viewer.type("a");
        TestTown.await("the bell to be over", () -> attention("hq-mayor") == null);
    }
}
