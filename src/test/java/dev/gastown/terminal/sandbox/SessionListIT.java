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
}
