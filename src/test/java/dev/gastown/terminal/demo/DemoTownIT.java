package dev.gastown.terminal.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoTownIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void theMayorIsAShellOneAgentIsDeadAndNothingStaysBehind() throws TmuxException {
        DemoTown town = await(DemoTown.start(vertx));
        Tmux tmux = Tmux.onSocket(Optional.of(town.tmuxSocket()));
        try {
            String panes = tmux.run("list-panes", "-a", "-F", "#{session_name} #{pane_width} #{session_id}");
            assertThat(panes).contains("hq-mayor 120", "gt-witness", "gt-refinery", "bd-witness", "gt-nux", "bd-toast");
            TestTown.await(
                    "exactly one agent to be dead",
                    () -> run(tmux, "list-panes", "-a", "-F", "#{pane_dead}")
                                    .lines()
                                    .filter("1"::equals)
                                    .count()
                            == 1);
            TestTown.await(
                    "a full-screen program",
                    () -> run(tmux, "list-panes", "-a", "-F", "#{alternate_on}#{pane_current_command}")
                                    .contains("1")
                            || run(tmux, "capture-pane", "-p", "-t", "=gt-crew-max:")
                                    .contains("load average"));
            TestTown.await(
                    "the Mayor's prompt",
                    () -> run(tmux, "capture-pane", "-p", "-t", "=hq-mayor:").contains("$"));
            tmux.run("send-keys", "-t", "=hq-mayor:", "-l", "--", "echo $((6 * 7)) ünïcödé");
            tmux.run("send-keys", "-t", "=hq-mayor:", "Enter");
            TestTown.await(
                    "the Mayor's answer",
                    () -> run(tmux, "capture-pane", "-p", "-t", "=hq-mayor:").contains("\n42 ünïcödé"));
            assertThat(town.townRoot().resolve("mayor/rigs.json")).exists();
        } finally {
            await(town.stop());
        }
        assertThat(Files.exists(town.townRoot().getParent())).isFalse();
        TestTown.await(
                "the tmux server to be gone", () -> run(tmux, "list-sessions").isEmpty());
    }

    private static String run(Tmux tmux, String... command) {
        try {
            return tmux.run(command);
        } catch (TmuxException e) {
            return "";
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
