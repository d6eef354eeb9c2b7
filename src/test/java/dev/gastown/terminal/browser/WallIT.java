package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.ColorScheme;
import dev.gastown.terminal.TestTown;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sixteen agents at work side by side: one socket, seconds old at most, and little work for the browser. */
class WallIT {
    /** The Mayor and fifteen polecats: as many as one page of the wall holds. */
    private static final List<String> SESSIONS = IntStream.range(0, 16)
            .mapToObj(number -> number == 0 ? "hq-mayor" : "gt-polecat%02d".formatted(number))
            .toList();

    /** A background of its own for each session and line: what a tile's pixels show can be told from them. */
    private static final String COUNTING =
            "n=0; while [ $n -lt 255 ]; do n=$((n+1)); printf '\\033[48;2;%d;%%d;96m%%-78s\\033[0m\\n' $n"
                    + " \"%s counts $n\"; sleep 1; done; exec cat";

    private static final Pattern COUNTED = Pattern.compile("counts (\\d+)");

    /** The numbers of the lines a tile shows, those of another session or of no session left out. */
    private static final String SHOWN_LINES = "(canvas, [red, cols, rows]) => { const c = canvas.getContext('2d');"
            + " const x = Math.floor(canvas.width * 60 / cols); return Array.from({length: rows}, (_, row) =>"
            + " c.getImageData(x, Math.floor((row + 0.5) * canvas.height / rows), 1, 1).data)"
            + " .filter(p => p[0] === red && p[2] === 96).map(p => p[1]); }";

    /** As if the person looked at another tab: a browser without windows never says so by itself. */
    private static final String SHOW_PAGE = "state => { Object.defineProperty(document, 'visibilityState',"
            + " {configurable: true, get: () => state}); document.dispatchEvent(new Event('visibilitychange')); }";

    private static final Duration AGE = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    /** A tenth is what one should not notice; a machine of two processors that runs everything else gets twice that. */
    private static final double SHARE_OF_A_CORE = 0.2;

    @AutoClose
    private static TownAtWork work;

    private DashboardPage page;

    @BeforeAll
    static void start() {
        TestTown town = TestTown.start();
        for (int number = 0; number < SESSIONS.size(); number++) {
            town.session(SESSIONS.get(number), COUNTING.formatted(red(number), SESSIONS.get(number)));
        }
        work = new TownAtWork(town);
    }

    @BeforeEach
    void openTheWall() {
        page = work.open().awaitLive("hq-mayor").press("Alt+W");
        page.await("all tiles", () -> freshTiles() == SESSIONS.size());
    }

    @Test
    void oneSocketCarriesAllScreensWithinSecondsAtLittleCost() {
        assertTilesFollowTheirPanes();
        double busySeconds = busySecondsOfThePage(() -> page.page().waitForTimeout(MEASURED.toMillis()));
        double share = busySeconds / MEASURED.toSeconds();
        System.out.printf("The wall of %d busy tiles takes %.1f %% of a core%n", SESSIONS.size(), share * 100);
        assertTilesFollowTheirPanes();
        assertThat(share).as("the page's share of a core").isLessThan(SHARE_OF_A_CORE);

        // The Mayor's terminal stays behind the wall; no tile has one.
        assertThat(page.terminalSockets()).hasSize(1);
        assertThat(page.wallSockets()).hasSize(1).noneMatch(WebSocket::isClosed);
        page.picture("wall");
        page.page()
                .emulateMedia(
                        new com.microsoft.playwright.Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.picture("wall-light");
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    @Test
    void aTileOpensItsSessionAndWhoDoesNotLookHasNoSocket() {
        page.page().evaluate(SHOW_PAGE, "hidden");
        page.await("no socket while hidden", () -> openWallSockets() == 0);
        page.page().evaluate(SHOW_PAGE, "visible");
        page.await("a socket again", () -> openWallSockets() == 1 && freshTiles() == SESSIONS.size());

        String chosen = SESSIONS.get(7);
        tile(chosen).click();
        page.awaitLive(chosen).awaitText(chosen + " counts");
        assertThat(page.page().getByTestId("wall")).hasCount(0);
        page.await("no socket without a wall", () -> openWallSockets() == 0);

        // By keyboard: the wall starts where one is, arrows lead on, and Escape leads back.
        page.press("Alt+W");
        assertThat(tile(chosen)).isFocused();
        page.press("ArrowRight");
        assertThat(tile(SESSIONS.get(8))).isFocused();
        page.press("Escape");
        assertThat(page.page().getByTestId("wall")).hasCount(0);
        page.press("Alt+W", "ArrowRight", "Enter");
        page.awaitLive(SESSIONS.get(8));
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    @Test
    void whoDiesIsShownAsGoneAndWhoComesBackIsShownAgain() {
        String name = SESSIONS.get(15);
        work.town.tmux("kill-session", "-t", "=" + name);
        // In its place, for as long as the list tells of it.
        assertThat(tile(name)).hasAttribute("data-freshness", "gone");
        assertThat(tile(name)).containsText("This session is gone");
        assertThat(tile(name)).containsText("dead");
        assertThat(freshTiles()).isEqualTo(SESSIONS.size() - 1);

        work.town.session(name, COUNTING.formatted(red(15), name));
        page.await("the tile again", () -> freshTiles() == SESSIONS.size());
        page.await("its screen", () -> !shownLines(name).isEmpty());
        assertThat(openWallSockets()).isEqualTo(1);
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    /** Each tile shows what tmux showed a moment ago: all lines in their order, the newest too. */
    private void assertTilesFollowTheirPanes() {
        Map<String, Integer> newest = SESSIONS.stream().collect(Collectors.toMap(Function.identity(), WallIT::counted));
        long start = System.nanoTime();
        page.await(
                "the tiles to have come as far as " + newest,
                () -> SESSIONS.stream().allMatch(name -> last(shownLines(name)) >= newest.get(name)));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the age of the oldest tile")
                .isLessThan(AGE);
        for (String name : SESSIONS) {
            List<Integer> lines = shownLines(name);
            int first = lines.get(0);
            assertThat(lines)
                    .as(name)
                    .isEqualTo(
                            IntStream.range(first, first + lines.size()).boxed().toList());
            // A full pane shows the cursor in its last row.
            assertThat(lines).as(name).hasSize(Math.min(size(name, 1) - 1, last(lines)));
        }
    }

    /** As far as a session has counted, as tmux shows it. */
    private static int counted(String session) {
        return COUNTED.matcher(work.town.screen(session))
                .results()
                .map(MatchResult::group)
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .max()
                .orElse(0);
    }

    @SuppressWarnings("unchecked")
    private List<Integer> shownLines(String session) {
        List<Integer> arguments = List.of(red(SESSIONS.indexOf(session)), size(session, 0), size(session, 1));
        return ((List<Number>) tile(session).locator("canvas").evaluate(SHOWN_LINES, arguments))
                .stream().map(Number::intValue).toList();
    }

    /** A pane's columns (0) or rows (1): the Mayor's are those of the page's terminal behind the wall. */
    private static int size(String session, int dimension) {
        return Integer.parseInt(work.paneSize(session).split("x")[dimension]);
    }

    private static int last(List<Integer> lines) {
        return lines.isEmpty() ? -1 : lines.get(lines.size() - 1);
    }

    private static int red(int number) {
        return 16 + 8 * number;
    }

    private Locator tile(String session) {
        return page.page().getByTestId("tile-" + session);
    }

    private int freshTiles() {
        return page.page().locator("[data-tile][data-freshness=fresh]").count();
    }

    private long openWallSockets() {
        return page.wallSockets().stream().filter(socket -> !socket.isClosed()).count();
    }

    private double busySecondsOfThePage(Runnable meanwhile) {
        CDPSession session = page.page().context().newCDPSession(page.page());
        session.send("Performance.enable");
        double before = taskSeconds(session);
        meanwhile.run();
        double after = taskSeconds(session);
        session.detach();
        return after - before;
    }

    private static double taskSeconds(CDPSession session) {
        return StreamSupport.stream(
                        session.send("Performance.getMetrics")
                                .getAsJsonArray("metrics")
                                .spliterator(),
                        false)
                .map(metric -> (JsonObject) metric)
                .filter(metric -> metric.get("name").getAsString().equals("TaskDuration"))
                .mapToDouble(metric -> metric.get("value").getAsDouble())
                .findFirst()
                .orElseThrow();
    }
}
