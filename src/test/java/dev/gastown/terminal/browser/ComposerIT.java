package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.gastown.terminal.TestTown;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages to the Mayor arrive whole, and nothing arrives by accident. */
class ComposerIT {
    /** Prints each byte that arrives in hexadecimal, with nothing interpreted on the way. */
    private static final String BYTES = "stty -icanon -isig -ixon -iexten -icrnl -echo;"
            + " printf 'bytes:'; while :; do printf ' %s' \"$(dd bs=1 count=1 2>/dev/null | od -An -tx1 | tr -d ' ')\";"
            + " done";

    private static final String PASTE_BEGIN = "1b 5b 32 30 30 7e";
    private static final String PASTE_END = "1b 5b 32 30 31 7e";
    private static final String ENTER = "0d";

    private static final String PASTE = "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
            + " document.activeElement.dispatchEvent(new ClipboardEvent('paste',"
            + " {clipboardData: data, bubbles: true, cancelable: true})); }";

    @AutoClose
    private static TownAtWork work;

    private static DashboardPage page;
    private static Locator composer;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start().session("hq-mayor", BYTES).session("gt-nux"));
        work.town.awaitScreen("hq-mayor", "bytes:");
        page = work.open().awaitLive("hq-mayor").awaitText("bytes:");
        composer = page.page().getByTestId("composer");
    }

    @BeforeEach
    void chooseTheMayor() {
        page.choose("hq-mayor");
    }

    @Test
    void aMessageOfSeveralLinesIsOnePasteAndThenEnter() {
        String size = page.size();
        String before = arrived();
        composer.fill("one\ntwo\nend\u001b[201~\u0003");
        composer.press("Enter");
        // Nothing is sent by Enter, and the growing box does not change the agent's pane.
        assertThat(composer).hasValue("one\ntwo\nend\u001b[201~\u0003\n");
        page.picture("composer");
        assertThat(arrived()).isEqualTo(before);

        composer.press("Control+Enter");
        awaitArrived(PASTE_BEGIN + " 6f 6e 65 0d 74 77 6f 0d 65 6e 64 " + PASTE_END + " " + ENTER);
        assertThat(composer).hasValue("");
        assertThat(page.size()).isEqualTo(size);
        assertThat(work.paneSize("hq-mayor")).isEqualTo(size);

        composer.press("ArrowUp");
        assertThat(composer).hasValue("one\ntwo\nend");
        composer.fill("");
    }

    @Test
    void aBigPasteIntoTheTerminalIsAskedAboutAndDraftsOutliveSwitching() {
        String before = arrived();
        Locator question = page.page().getByTestId("paste-question");
        page.focusTerminal();
        page.page().evaluate(PASTE, "1\n2\n3\n4\n5\n6");
        assertThat(question).containsText("6 lines");
        page.picture("paste-question");
        // Who presses Enter after a paste, as one does, has not answered.
        page.press("Enter").press("Escape");
        assertThat(question).hasCount(0);

        page.page().evaluate(PASTE, "1\n2\n3\n4\n5\n6");
        question.getByText("Into the message box").click();
        assertThat(composer).hasValue("1\n2\n3\n4\n5\n6");
        page.choose("gt-nux");
        assertThat(composer).hasCount(0);
        page.choose("hq-mayor");
        assertThat(composer).hasValue("1\n2\n3\n4\n5\n6");

        composer.press("Control+Enter");
        assertThat(page.page().getByTestId("send-question")).containsText("6 lines");
        page.picture("send-question");
        composer.press("Control+Enter");
        String message = PASTE_BEGIN + " 31 0d 32 0d 33 0d 34 0d 35 0d 36 " + PASTE_END + " " + ENTER;
        awaitArrived(message);
        assertThat(arrived()).isEqualTo(before + " " + message);
        assertThat(page.errors()).isEmpty();
    }

    private static void awaitArrived(String bytes) {
        page.await("the Mayor to get " + bytes, () -> arrived().endsWith(bytes));
    }

    /** All bytes that reached the Mayor's program, lines joined that the pane broke. */
    private static String arrived() {
        return work.town
                .tmux("capture-pane", "-p", "-J", "-t", "=hq-mayor:")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
