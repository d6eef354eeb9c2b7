package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.gastown.terminal.TestTown;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Watching never changes an agent's size; the Mayor's pane follows the window of who types. */
class TerminalsTakeTheirSizeIT {
    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start()
                .session("hq-mayor", "echo the Mayor; exec cat")
                .session("gt-nux", "echo a polecat; exec cat"));
    }

    @Test
    void aReadersTerminalTakesThePanesSizeAndOnlyItsFontFollowsTheWindow() {
        DashboardPage page = work.open().awaitLive("hq-mayor").choose("gt-nux");
        page.awaitText("a polecat").awaitSize("80x24");
        assertFitsItsBox(page);
        double wide = screen(page).width;

        page.page().setViewportSize(900, 500);
        page.await("a smaller font", () -> screen(page).width < wide);
        assertFitsItsBox(page);
        assertThat(page.size()).isEqualTo("80x24");
        assertThat(work.paneSize("gt-nux")).isEqualTo("80x24");

        // The agent's own doing is followed.
        work.town.tmux("resize-window", "-t", "=gt-nux:", "-x", "132", "-y", "43");
        page.awaitSize("132x43").awaitText("a polecat");
        assertFitsItsBox(page);
        assertThat(work.paneSize("gt-nux")).isEqualTo("132x43");
        page.page().close();
    }

    @Test
    void theMayorsPaneFollowsTheWindowWithinLimits() {
        DashboardPage page = work.open().awaitLive("hq-mayor").awaitText("the Mayor");
        assertPaneFollows(page, 1280, 800);
        assertPaneFollows(page, 1000, 600);
        assertFitsItsBox(page);

        // More room than a terminal may have.
        page.page().setViewportSize(5600, 5600);
        page.awaitSize("500x300");
        TestTown.await(
                "the pane to be as large", () -> work.paneSize("hq-mayor").equals("500x300"));

        assertPaneFollows(page, 1280, 800);
        // No room at all says nothing: the pane stays as it is.
        String before = work.paneSize("hq-mayor");
        page.page().setViewportSize(1280, 20);
        page.await("a hidden box", () -> {
            BoundingBox box = page.terminal().boundingBox();
            return box == null || box.height < 20;
        });
        page.page().setViewportSize(1280, 800);
        page.awaitSize(before);
        assertThat(work.paneSize("hq-mayor")).isEqualTo(before);
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    @Test
    void aPhoneTakesTheMayorsSizeUntilItsPersonAsksForAnother() {
        work.town.tmux("resize-window", "-t", "=hq-mayor:", "-x", "100", "-y", "30");
        DashboardPage page = work.open(Chromium.phone()).awaitLive("hq-mayor").awaitSize("100x30");
        page.focusTerminal().type("from a phone").press("Enter").awaitText("from a phone");
        assertThat(page.size()).isEqualTo("100x30");
        page.page().setViewportSize(844, 390);
        page.picture("phone-landscape");
        page.type("turned").press("Enter").awaitText("turned");
        assertThat(work.paneSize("hq-mayor")).isEqualTo("100x30");

        page.page().setViewportSize(390, 844);
        page.page().getByLabel("More about this terminal").tap();
        page.page().getByText("Fit the Mayor to this screen").tap();
        page.await("a pane as wide as a phone", () -> !page.size().equals("100x30") && fills(page));
        TestTown.await("tmux to agree", () -> work.paneSize("hq-mayor").equals(page.size()));
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    private static void assertPaneFollows(DashboardPage page, int width, int height) {
        String before = page.size();
        page.page().setViewportSize(width, height);
        page.await("the Mayor's terminal to fill " + width + "x" + height, () -> fills(page));
        page.await(
                "another size than " + before + ", and tmux to agree",
                () -> page.size().equals(work.paneSize("hq-mayor")));
        int cols = Integer.parseInt(page.size().split("x")[0]);
        assertThat(cols).isBetween(2, 500);
    }

    /** True when not one more column and not one more row would have room. */
    private static boolean fills(DashboardPage page) {
        BoundingBox box = page.terminal().boundingBox();
        BoundingBox screen = screen(page);
        String[] size = page.size().split("x");
        double column = screen.width / Integer.parseInt(size[0]);
        double row = screen.height / Integer.parseInt(size[1]);
        // The scroll bar and the box's padding take up to 3 columns and 2 rows.
        return screen.width <= box.width
                && screen.height <= box.height
                && box.width - screen.width < 4 * column
                && box.height - screen.height < 3 * row;
    }

    private static void assertFitsItsBox(DashboardPage page) {
        page.await("a screen within its box", () -> {
            BoundingBox box = page.terminal().boundingBox();
            BoundingBox screen = screen(page);
            return screen.width <= box.width && screen.height <= box.height && screen.x >= box.x;
        });
    }

    private static BoundingBox screen(DashboardPage page) {
        Page shown = page.page();
        return shown.locator("[data-testid=terminal] .xterm-screen").boundingBox();
    }
}
