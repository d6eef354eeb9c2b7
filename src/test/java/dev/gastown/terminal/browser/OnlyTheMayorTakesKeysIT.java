package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys reach the Mayor's program byte by byte, and nobody else's. */
class OnlyTheMayorTakesKeysIT {
    /** Prints each byte that arrives in hexadecimal, with nothing interpreted on the way. */
    private static final String BYTES = "stty -icanon -isig -ixon -iexten -icrnl -echo;"
            + " printf 'bytes:'; while :; do printf ' %s' \"$(dd bs=1 count=1 2>/dev/null | od -An -tx1 | tr -d ' ')\";"
            + " done";

    /** What somebody would try who knows the page's own way in: a ticket for a reading session, and frames. */
    private static final String ROGUE = "async () => { const ask = async (name, init, input) => (await (await"
            + " fetch('/api/trpc/gastown.' + name, init)).json()).result.data;"
            + " const {towns} = await ask('listTowns');"
            + " const {ticket} = await ask('getStreamTicket', {method: 'POST', headers: {'Content-Type':"
            + " 'application/json'}, body: JSON.stringify({townId: towns[0].townId, sessionName: 'gt-nux'})});"
            + " const socket = new WebSocket(location.origin.replace('http', 'ws') + '/api/gastown/terminal?ticket='"
            + " + ticket, ['gastown.terminal.v2']);"
            + " await new Promise(opened => { socket.onopen = opened; });"
            + " socket.send(new TextEncoder().encode('rogue')); socket.send('{\"type\":\"input\",\"data\":\"rogue\"}');"
            + " window.rogue = socket; }";

    private static final String DROPPED = "gastown_relay_dropped_frames_total";

    @AutoClose
    private static TownAtWork work;

    private static DashboardPage page;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start().session("hq-mayor", BYTES).session("gt-nux", BYTES));
        work.town.awaitScreen("hq-mayor", "bytes:");
        work.town.awaitScreen("gt-nux", "bytes:");
        page = work.open().awaitLive("hq-mayor");
    }

    @Test
    void everyKeyReachesTheMayorAsATerminalSendsIt() {
        page.choose("hq-mayor").awaitText("bytes:").focusTerminal();
        page.type("aé").press("Control+C", "ArrowUp", "ArrowDown", "Tab", "Escape", "Enter", "Backspace", "Control+W");
        // One after the other, nothing lost, nothing else: a, é, Ctrl-C, up, down, Tab, Esc, Enter, Backspace, Ctrl-W.
        page.awaitText("61 c3 a9 03 1b 5b 41 1b 5b 42 09 1b 0d 7f 17");
        work.town.awaitScreen("hq-mayor", "61 c3 a9 03 1b 5b 41 1b 5b 42 09 1b 0d 7f 17");
        assertThat(page.terminal()).hasAttribute("data-access", "write");
        page.picture("mayor");
    }

    @Test
    void theMayorsCursorIsSeenBeforeAnybodyClicksAndReadersHaveNone() {
        DashboardPage fresh = work.open().awaitLive("hq-mayor").awaitText("bytes:");
        assertThat(fresh.terminal().locator(".xterm-cursor-outline")).isVisible();
        fresh.choose("gt-nux").awaitText("bytes:");
        assertThat(fresh.terminal().locator(".xterm-cursor-outline")).hasCount(0);
        fresh.page().close();
    }

    @Test
    void aReadersPageSendsNothing() {
        page.choose("gt-nux").awaitText("bytes:").focusTerminal();
        double dropped = work.gateway.metric(DROPPED);
        int sent = page.sentFrames().size();
        page.type("hello").press("Enter", "Control+C", "ArrowUp", "Tab");

        assertThat(page.terminal()).hasAttribute("data-access", "read");
        assertThat(page.page().getByTestId("composer")).hasCount(0);
        assertThat(page.page().getByTestId("key-bar")).hasCount(0);
        // Nothing is under way either: what comes later, the Mayor's keys, arrives.
        page.choose("hq-mayor").focusTerminal().type("z").awaitText("7a");
        assertThat(page.sentFrames().subList(sent, page.sentFrames().size())).doesNotContain("hello");
        assertThat(work.gateway.metric(DROPPED)).isEqualTo(dropped);
        assertThat(work.town.screen("gt-nux").stripTrailing()).endsWith("bytes:");
    }

    @Test
    void whoSendsAnywayIsNotHeardAndCounted() {
        double dropped = work.gateway.metric(DROPPED);
        page.page().evaluate(ROGUE);

        TestTown.await("two dropped frames", () -> work.gateway.metric(DROPPED) == dropped + 2);
        assertThat(work.town.screen("gt-nux").stripTrailing()).endsWith("bytes:");
        page.page().evaluate("() => window.rogue.close()");
    }
}
