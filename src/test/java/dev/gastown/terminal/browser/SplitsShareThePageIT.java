package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import dev.gastown.terminal.TestTown;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several terminals at once: one takes what is typed, none is in another's way, and nothing is left over. */
class SplitsShareThePageIT {
    private static final List<String> READERS = List.of("gt-nux", "gt-slit", "gt-toast");
    private static final int CLICKS = 20;
    private static final int SWITCHES = 30;

    /**
     * Milliseconds. A person takes 100 for "at once", which a desk's machine keeps; this one may have two processors for
     * the flood, tmux, agent, gateway and browser together, and none of them to spare.
     */
    private static final double SOON_MILLIS = 250;

    private static final double WORST_MILLIS = 500;

    /** How long the browser took from each click to the next picture, and each task over 200 ms. */
    private static final String WATCH_ANSWERS = "() => { window.answers = []; window.longTasks = [];"
            + " new PerformanceObserver(list => list.getEntries().forEach(entry => { if (entry.name === 'click')"
            + " window.answers.push(entry.duration); })).observe({type: 'event', durationThreshold: 16});"
            + " new PerformanceObserver(list => list.getEntries().forEach(entry => { if (entry.duration > 200)"
            + " window.longTasks.push(entry.duration); })).observe({type: 'longtask'}); }";

    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        TestTown town = TestTown.start().session("hq-mayor", "PS1='$ ' exec bash --norc --noprofile -i");
        READERS.forEach(name -> town.session(name, "echo this is " + name + "; exec cat"));
        work = new TownAtWork(town);
        work.town.awaitScreen("hq-mayor", "$");
    }

    @Test
    void onePaneTakesWhatIsTypedAndSessionsGoWhereTheFocusIs() {
        DashboardPage page = work.open().awaitLive("hq-mayor").awaitText("$");
        page.page().getByTestId("split-2").click();
        awaitLive(page, "gt-nux");
        assertThat(pane(page, "hq-mayor")).hasAttribute("data-focused", "true");

        // A session goes where the focus is; one that is shown already is gone to.
        pane(page, "gt-nux").getByTestId("terminal").click();
        assertFocused(page, "gt-nux");
        page.session("gt-slit").click();
        awaitLive(page, "gt-slit");
        assertFocused(page, "gt-slit");
        assertThat(pane(page, "gt-nux")).hasCount(0);
        page.session("hq-mayor").click();
        assertFocused(page, "hq-mayor");
        assertThat(pane(page, "gt-slit")).hasCount(1);

        page.type("echo $((6*7)) here").press("Enter").awaitText("42 here");
        assertThat(work.town.screen("gt-slit")).doesNotContain("6*7");

        // By keyboard alone, and a reload shows the same.
        page.press("Alt+Shift+ArrowRight");
        assertFocused(page, "gt-slit");
        page.press("Alt+Shift+L");
        assertThat(page.terminal()).hasCount(4);
        READERS.forEach(name -> awaitLive(page, name));
        assertFocused(page, "gt-slit");
        page.picture("splits");
        page.page().reload();
        READERS.forEach(name -> awaitLive(page, name));
        assertFocused(page, "gt-slit");

        // Whoever types is not led elsewhere by a terminal that reconnects.
        Locator filter = page.page()
                .locator("[data-testid=session-picker] input, .gt-sidebar input")
                .first();
        filter.focus();
        work.gateway.kill();
        page.await("four broken connections", () -> withStatus(page, "reconnecting") == 4);
        page.picture("splits-reconnecting");
        work.gateway.startAgain();
        page.await("four connections", () -> withStatus(page, "connected") == 4);
        assertThat(filter).isFocused();
        page.page().close();
    }

    @Test
    void aFloodInOnePaneLeavesTheOthersAndTheListAtHand() {
        DashboardPage page = work.open().awaitLive("hq-mayor").awaitText("$");
        page.page().getByTestId("split-4").click();
        READERS.forEach(name -> awaitLive(page, name));
        pane(page, "hq-mayor").getByTestId("terminal").click();
        page.type("yes 'a line as long as agents write them, more or less'")
                .press("Enter")
                .awaitText("a line");

        page.page().evaluate(WATCH_ANSWERS);
        for (int click = 0; click < CLICKS; click++) {
            String name = READERS.get(click % READERS.size());
            if (click % 2 == 0) {
                pane(page, name).getByTestId("terminal").click();
            } else {
                page.session(name).click();
            }
            assertFocused(page, name);
        }
        List<Double> answers = numbers(page, "window.answers").stream().sorted().toList();
        List<Double> longTasks = numbers(page, "window.longTasks");
        page.picture("splits-flood");
        assertThat(answers).as("clicks the browser took a moment for").hasSizeGreaterThan(CLICKS / 2);
        assertThat(answers.get(answers.size() / 2))
                .as("milliseconds to the picture after half of the clicks, of " + answers)
                .isLessThanOrEqualTo(SOON_MILLIS);
        assertThat(answers.get(answers.size() * 9 / 10))
                .as("milliseconds to the picture after nine of ten clicks, of " + answers)
                .isLessThanOrEqualTo(WORST_MILLIS);
        assertThat(longTasks).as("tasks over 200 ms").allMatch(millis -> millis < WORST_MILLIS);

        pane(page, "hq-mayor").getByTestId("terminal").click();
        page.press("Control+C").type("echo $((6*7)) again").press("Enter").awaitText("42 again");
        assertThat(page.errors()).isEmpty();
        page.page().close();
    }

    @Test
    void thirtySwitchesLeaveNothingBehind() {
        DashboardPage page = work.open().awaitLive("hq-mayor").awaitText("$");
        // Each terminal is made once and kept.
        READERS.forEach(page::choose);
        page.choose("hq-mayor");
        page.choose(READERS.get(0));
        Map<String, Double> before = counts(page);
        for (int count = 1; count <= SWITCHES; count++) {
            page.choose(READERS.get(count % READERS.size()));
        }
        page.await("the same session again", () -> page.size().equals("80x24"));
        Map<String, Double> after = counts(page);

        assertThat(after.get("Nodes")).as("nodes, %s before", before).isLessThan(before.get("Nodes") + SWITCHES);
        assertThat(after.get("JSEventListeners"))
                .as("listeners, %s before", before)
                .isLessThan(before.get("JSEventListeners") + SWITCHES);
        page.page().close();
    }

    private static Locator pane(DashboardPage page, String session) {
        return page.page().locator("[data-testid=pane]:has([data-testid=terminal][data-session='" + session + "'])");
    }

    private static void awaitLive(DashboardPage page, String session) {
        assertThat(pane(page, session).getByTestId("connection-status")).hasAttribute("data-status", "connected");
    }

    private static void assertFocused(DashboardPage page, String session) {
        assertThat(pane(page, session)).hasAttribute("data-focused", "true");
        assertThat(page.page().locator("[data-testid=pane][data-focused=true]")).hasCount(1);
        assertThat(page.session(session)).hasAttribute("aria-current", java.util.regex.Pattern.compile(".+"));
    }

    private static int withStatus(DashboardPage page, String status) {
        return page.page()
                .locator("[data-testid=connection-status][data-status='" + status + "']")
                .count();
    }

    @SuppressWarnings("unchecked")
    private static List<Double> numbers(DashboardPage page, String expression) {
        return ((List<Number>) page.page().evaluate(expression))
                .stream().map(Number::doubleValue).toList();
    }

    /** What the browser holds for the page, garbage aside. */
    private static Map<String, Double> counts(DashboardPage page) {
        CDPSession session = page.page().context().newCDPSession(page.page());
        session.send("Performance.enable");
        session.send("HeapProfiler.enable");
        session.send("HeapProfiler.collectGarbage");
        Map<String, Double> counts = StreamSupport.stream(
                        session.send("Performance.getMetrics")
                                .getAsJsonArray("metrics")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .collect(Collectors.toMap(
                        metric -> metric.get("name").getAsString(),
                        metric -> metric.get("value").getAsDouble()));
        session.detach();
        return counts;
    }
}
