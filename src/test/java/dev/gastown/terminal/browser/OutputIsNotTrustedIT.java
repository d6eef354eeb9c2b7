package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.gastown.terminal.TestTown;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent prints and calls itself whatever hurts, in a real terminal, before a person with a real browser. */
class OutputIsNotTrustedIT {
    private static final String MARKUP = "<img src=x onerror=window.evil=1>";
    /** Right-to-left override, as a shell's printf writes it. */
    private static final String OVERRIDE = "\\342\\200\\256";

    private static final String STOLEN = "c3RvbGVu"; // "stolen"

    /**
     * Waits for a line; then a title of markup, questions of every kind, the clipboard, and every mode by which
     * terminals tell of the mouse, the focus and pastes; and again with what the keyboard sends, in hexadecimal.
     */
    private static final String HOSTILE = ("stty raw -echo; printf 'armed'; dd bs=1 count=1 >/dev/null 2>&1;"
                    + " printf '\\033]0;MARKUP OVERRIDE title\\007';"
                    + " printf '\\033[c\\033[>c\\033[=c\\033[5n\\033[6n\\033[?6n\\033[4$p\\033[?2004$p\\033[>q\\033[?u';"
                    + " printf '\\033P$qm\\033\\\\\\033P+q544e\\033\\\\\\033]4;1;?\\007\\033]10;?\\007\\033]11;?\\007';"
                    + " printf '\\033[14t\\033[18t\\033[20t\\033[21t\\302\\233c\\302\\2336n\\302\\23511;?\\302\\234\\005';"
                    + " printf '\\033]52;c;?\\007\\033]52;c;STOLEN\\007\\302\\23552;p;STOLEN\\302\\234';"
                    + " printf '\\033[?25;9;1000;1002;1003;1004;1005;1006;1015;1016;2004;1h';"
                    + " printf '\\r\\nfired MARKUP OVERRIDE\\r\\n'; exec cat -v")
            .replace("MARKUP", MARKUP)
            .replace("OVERRIDE", OVERRIDE)
            .replace("STOLEN", STOLEN);

    private static final String MINE = "what the person copied";

    @AutoClose
    private static TownAtWork work;

    private DashboardPage page;

    @BeforeAll
    static void start() {
        work = new TownAtWork(
                TestTown.start().rigs("""
                        {"rigs":{"<b>bold</b>\\u202E\\u200Bgir":{"beads":{"prefix":"gt"}}}}
                        """).session("hq-mayor", HOSTILE).session("gt-nux", HOSTILE));
        work.town.awaitScreen("hq-mayor", "armed");
        work.town.awaitScreen("gt-nux", "armed");
    }

    @BeforeEach
    void open() {
        page = work.open().awaitLive("hq-mayor");
        page.page().context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.page().evaluate("mine => navigator.clipboard.writeText(mine)", MINE);
    }

    @Test
    void aReadersPageSendsNothingAndNothingBecomesMarkup() {
        page.choose("gt-nux").awaitText("armed");
        int sent = page.sentFrames().size();
        fire("gt-nux");

        // Somebody looks, clicks, drags, scrolls, types and pastes.
        drag();
        assertThat(page.page().evaluate("() => window.gastownTerminal.getSelection()"))
                .asString()
                .isNotBlank();
        page.page().mouse().wheel(0, 300);
        page.type("typed").press("Enter", "ArrowUp", "Control+V");
        page.page().evaluate("() => { window.gastownTerminal.blur(); window.gastownTerminal.focus(); }");

        // The title is in the list once the sandbox was asked again.
        String shown = MARKUP + " title";
        assertThat(page.session("gt-nux").locator(".gt-row-title")).hasText(shown);
        assertThat(page.page().locator(".gt-terminal-title")).hasText(shown);
        assertThat(page.picker()).containsText("<b>bold</b> ‹U+200B›gir");
        assertThat(page.page().locator("img, .gt-root b")).hasCount(0);
        assertThat(page.page().evaluate("() => window.evil")).isNull();
        assertThat(page.sentFrames().subList(sent, page.sentFrames().size())).isEmpty();
        assertThat(clipboard()).isEqualTo(MINE);
        assertThat(page.errors()).isEmpty();
        page.picture("untrusted-output");
        page.page().close();
    }

    @Test
    void theMayorsPageAnswersNothingByItselfAndAsksAboutTheClipboard() {
        page.awaitText("armed");
        int sent = page.sentFrames().size();
        fire("hq-mayor");

        assertThat(page.page().getByText("wants to put 6 characters on your clipboard"))
                .isVisible();
        // The window's size is the page's own to tell, as soon as its layout has settled; no output makes it.
        assertThat(page.sentFrames().subList(sent, page.sentFrames().size()))
                .allMatch(frame -> frame.contains("\"type\":\"resize\""));
        assertThat(clipboard()).isEqualTo(MINE);

        page.page().getByText("Never here").click();
        assertThat(clipboard()).isEqualTo(MINE);
        page.page().close();
    }

    @Test
    void anAddressNamesNoSessionThatLooksLikeSomethingElse() {
        page.page().evaluate("() => { location.hash += encodeURIComponent('\\u202e\\u200b<b>'); }");

        String shown = "hq-mayor‹U+202E›‹U+200B›<b>";
        assertThat(page.page().locator(".gt-terminal-name")).hasText(shown);
        // Before it may stand how many wait for a person.
        page.await("the name in the page's title", () -> page.page().title().endsWith(shown + " · Gastown"));
        page.page().close();
    }

    private void fire(String session) {
        work.town.tmux("send-keys", "-t", "=" + session + ":", "x");
        page.awaitText("fired");
    }

    private void drag() {
        BoundingBox box = page.terminal().locator(".xterm-screen").boundingBox();
        Mouse mouse = page.page().mouse();
        mouse.move(box.x + 4, box.y + 4);
        mouse.down();
        mouse.move(box.x + box.width / 2, box.y + box.height / 4, new Mouse.MoveOptions().setSteps(5));
        mouse.up();
    }

    private Object clipboard() {
        Page shown = page.page();
        shown.bringToFront();
        return shown.evaluate("() => navigator.clipboard.readText()");
    }
}
