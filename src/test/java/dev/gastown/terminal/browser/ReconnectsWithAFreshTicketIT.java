package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever breaks between page and pane heals by itself, as long as the session lives. */
class ReconnectsWithAFreshTicketIT {
    /** A counter that goes on whoever watches. */
    private static final String COUNTING = "n=0; while :; do n=$((n+1)); printf '\\rcount %d ' $n; sleep 0.2; done";

    /** Every state the indicator was in since this was started. */
    private static final String WATCH_STATES = "() => {"
            + " const chip = () => document.querySelector('[data-testid=connection-status]').dataset.status;"
            + " window.states = [chip()];"
            + " new MutationObserver(() => { if (states.at(-1) !== chip()) states.push(chip()); })"
            + ".observe(document.body, {subtree: true, attributes: true, attributeFilter: ['data-status']}); }";

    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start()
                .session("hq-mayor")
                .session("gt-nux", COUNTING)
                .session("gt-toast", COUNTING)
                .session("gt-slit", "echo short life; exec cat"));
    }

    @Test
    void aGatewayThatCrashedAndCameBackIsReachedAgain() {
        DashboardPage page = work.open().awaitLive("hq-mayor").choose("gt-nux").awaitText("count");
        page.page().evaluate(WATCH_STATES);
        int socketsBefore = page.terminalSockets().size();

        work.gateway.kill();
        page.awaitStatus("reconnecting").picture("reconnecting");
        // The last screen stays to be read.
        assertThat(page.screen().get(0)).startsWith("count");
        work.gateway.startAgain();
        assertGoesOn(page.awaitLive("gt-nux"));

        assertThat(states(page)).containsExactly("connected", "reconnecting", "connected");
        assertThat(page.terminalSockets()).hasSizeGreaterThan(socketsBefore).doesNotHaveDuplicates();
        page.page().close();
    }

    @Test
    void aGatewayThatIsReplacedInOrderIsReachedAgain() {
        DashboardPage page = work.open().awaitLive("hq-mayor").choose("gt-nux").awaitText("count");
        page.page().evaluate(WATCH_STATES);

        work.gateway.stop();
        work.gateway.startAgain();

        assertGoesOn(page.awaitLive("gt-nux"));
        assertThat(states(page)).containsExactly("connected", "reconnecting", "connected");
        page.page().close();
    }

    @Test
    void aSandboxThatComesAndGoesIsReachedAgainEachTimeWithATicketOfItsOwn() {
        DashboardPage page =
                work.open().awaitLive("hq-mayor").choose("gt-toast").awaitText("count");
        for (int loss = 1; loss <= 2; loss++) {
            int socketsBefore = page.terminalSockets().size();
            work.sandbox.kill();
            page.awaitStatus("reconnecting");
            work.sandbox.startAgain();
            assertThat(page.screen().get(0)).startsWith("count");
            assertGoesOn(page.awaitLive("gt-toast"));
            assertThat(page.terminalSockets()).hasSizeGreaterThan(socketsBefore);
        }
        assertThat(page.terminalSockets()).doesNotHaveDuplicates();
        page.page().close();
    }

    @Test
    void aSessionThatWasKilledEndsInWords() {
        DashboardPage page = work.open().awaitLive("hq-mayor").choose("gt-slit").awaitText("short life");
        int sockets = page.terminalSockets().size();

        work.town.tmux("kill-session", "-t", "=gt-slit");

        page.awaitStatus("disconnected").picture("ended");
        assertThat(page.connection()).containsText("Ended");
        assertThat(page.page().getByText("The session ended").last()).isVisible();
        assertThat(page.screen().get(0)).isEqualTo("short life");
        // Final: the list's next news brings no attempt.
        page.await(
                "gt-slit to be listed dead",
                () -> "dead".equals(page.session("gt-slit").getAttribute("data-status")));
        assertThat(page.terminalSockets()).hasSize(sockets);
        assertThat(page.connection()).hasAttribute("data-status", "disconnected");
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    private static void assertGoesOn(DashboardPage page) {
        int seen = count(page);
        page.await("more than " + seen, () -> count(page) > seen + 2);
    }

    private static int count(DashboardPage page) {
        return Integer.parseInt(page.screen().get(0).replaceAll("\\D", ""));
    }

    @SuppressWarnings("unchecked")
    private static List<String> states(DashboardPage page) {
        return (List<String>) page.page().evaluate("() => window.states");
    }
}
