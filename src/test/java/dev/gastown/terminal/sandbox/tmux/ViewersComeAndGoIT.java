package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViewersComeAndGoIT {
    private static final int SESSIONS = 8;
    private static final int ROUNDS = 30;
    private static final long DEADLINE_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final TestTown town = TestTown.start();
    private final Tmux tmux = Tmux.onSocket(Optional.of(town.socket()));

    @AfterEach
    void close() {
        town.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Attached and heard of, then closed; a session left is asked for again at once, while the others still leave. */
    private void watchAgainAndAgain(Context context, String session, int rounds, CompletableFuture<Void> done) {
        if (rounds == 0) {
            done.complete(null);
            return;
        }
        CompletableFuture<Void> heard = new CompletableFuture<>();
        ControlClient client = ControlClient.attach(context, tmux, session, batch -> heard.complete(null));
        heard.thenRun(() -> {
            client.close();
            context.runOnContext(next -> watchAgainAndAgain(context, session, rounds - 1, done));
        });
    }

    @Test
    void withoutEndingTheTown() throws Exception {
        List<CompletableFuture<Void>> watchers = new ArrayList<>();
        for (int number = 0; number < SESSIONS; number++) {
            town.session("gt-nux-" + number);
        }
        String server = town.tmux("display-message", "-p", "#{pid}");
        for (int number = 0; number < SESSIONS; number++) {
            String session = "gt-nux-" + number;
            CompletableFuture<Void> done = new CompletableFuture<>();
            watchers.add(done);
            Context context = vertx.getOrCreateContext();
            context.runOnContext(start -> watchAgainAndAgain(context, session, ROUNDS, done));
        }
        CompletableFuture.allOf(watchers.toArray(CompletableFuture[]::new)).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertThat(town.tmux("display-message", "-p", "#{pid}")).isEqualTo(server);
        TestTown.await(
                "the last ones to leave",
                () -> town.tmux("list-clients", "-F", "#{client_name}").isBlank());
    }
}
