package dev.gastown.terminal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.session.SandboxException.Kind;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A town that can't be looked up is neither unknown nor is its sandbox down: its last list stays, and says why. */
class AFailingDirectoryIsNoFailingSandboxTest {
    private static final String ERROR = "the town directory can't be asked right now";

    private final PollerFixture poller = new PollerFixture();

    @AfterEach
    void stop() {
        poller.close();
    }

    @Test
    void itsWatchersKeepTheLastListUntilItCanBeAskedAgain() {
        poller.sandbox.sessions(ScriptedSandbox.session("hq-mayor", "mayor"));
        poller.nextWith("stale", false);

        poller.directoryDown = true;
        JsonObject stale = poller.nextWith("stale", true);
        assertThat(stale.getString("error")).isEqualTo(ERROR);
        assertThat(stale.getJsonArray("sessions")).hasSize(1);
        TownSessions answer = poller.ask(Duration.ZERO);
        assertThat(answer.failure()).contains(Kind.DIRECTORY_DOWN);
        assertThat(answer.everSeen()).isTrue();
        assertThat(poller.polls("no_town")).isZero();
        assertThat(poller.polls("unreachable")).isZero();
        assertThat(poller.polls("directory_down")).isPositive();

        poller.directoryDown = false;
        // Nobody watches anew: that the town is watched was not forgotten.
        JsonObject next = poller.next();
        while (next.getBoolean("stale")) {
            next = poller.next();
        }
        assertThat(next.containsKey("error")).isFalse();
    }
}
