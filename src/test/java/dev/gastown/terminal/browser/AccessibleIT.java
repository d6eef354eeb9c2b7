package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.gastown.terminal.GatewayProcess;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe can find by itself, it does not find; in both themes, on a desk and in a hand. */
class AccessibleIT {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private static final int MOST_TABS = 60;

    /** What has the focus, and whether one sees it; null where the browser's own controls have it. */
    private static final String FOCUSED =
            "() => { const e = document.activeElement; if (e === document.body) return null;"
                    + " const box = e.getBoundingClientRect(); const seen = e.matches(':focus-visible') && box.bottom > 0"
                    + " && box.right > 0 && box.top < innerHeight && box.left < innerWidth || e.closest('.xterm');"
                    + " return (seen ? 'visible ' : 'hidden ') + [e.tagName, e.dataset.testid, e.ariaLabel ?? '',"
                    + " e.placeholder ?? '', e.textContent.slice(0, 40)].join(' '); }";

    @AutoClose
    private static GatewayProcess demo;

    @AutoClose
    private static Chromium chromium;

    /** The link opens once: whoever comes later has the cookie. */
    private static String login;

    @BeforeAll
    static void start() {
        demo = GatewayProcess.command("demo").start();
        chromium = new Chromium();
        DashboardPage first = new DashboardPage(chromium.person(), demo.url().toString()).awaitLive("hq-mayor");
        login = first.page().context().storageState();
        first.page().close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"DARK", "LIGHT"})
    void onADeskWithItsWallAndItsPalette(ColorScheme theme) {
        DashboardPage page = open(Chromium.desktop().setColorScheme(theme));
        assertNothingGrave(page);
        page.press("Alt+W");
        page.page().locator("[data-tile][data-freshness=fresh]").first().waitFor();
        assertNothingGrave(page);
        page.press("Escape", "Control+Shift+K");
        dialog(page).waitFor();
        assertNothingGrave(page);
        page.page().close();
    }

    @Test
    void whateverOpens() {
        DashboardPage page = open(Chromium.desktop());
        page.page().getByTestId("split-2").click();
        page.page().getByTestId("terminal").nth(1).waitFor();
        page.page().getByTestId("composer").fill("two lines\nfor the Mayor");
        assertNothingGrave(page);
        page.page().getByTestId("split-1").click();
        assertThat(page.page().getByTestId("terminal")).hasCount(1);
        page.page().getByLabel("More about this terminal").click();
        page.page().getByText("Download the history").waitFor();
        assertNothingGrave(page);
        page.press("Escape");
        page.focusTerminal().press("Control+Shift+F").type("demo");
        page.page().locator("[role=search] [role=status]").waitFor();
        assertNothingGrave(page);
        page.press("Escape");
        page.session("hq-mayor").focus();
        page.press("?");
        dialog(page).waitFor();
        assertNothingGrave(page);
        page.page().close();
    }

    @Test
    void inAHand() {
        DashboardPage page = open(Chromium.phone());
        assertNothingGrave(page);
        page.page().getByTestId("open-picker").tap();
        assertThat(page.session("hq-deacon")).isInViewport();
        assertNothingGrave(page);
        page.page().close();
    }

    /** Once around the page and past a reader's terminal: everything is reached, seen, and left again. */
    @Test
    void byTheTabKeyAlone() {
        DashboardPage page = open(Chromium.desktop());
        page.choose("gt-nux");
        Set<String> reached = new LinkedHashSet<>();
        boolean around = false;
        for (int steps = 0; steps < MOST_TABS && !around; steps++) {
            page.press("Tab");
            String place = (String) page.page().evaluate(FOCUSED);
            if (place != null) {
                assertThat(place).as("how the focus shows, after " + reached).startsWith("visible ");
                around = !reached.add(place);
            }
        }
        assertThat(around).as("leads around: " + reached).isTrue();
        for (String stop :
                List.of("session-", "Filter", "split-", "Town wall", "More about this terminal", "TEXTAREA")) {
            assertThat(reached).as(stop).anyMatch(place -> place.contains(stop));
        }
        page.page().close();
    }

    private static Locator dialog(DashboardPage page) {
        return page.page().locator("dialog[open]");
    }

    private static DashboardPage open(Browser.NewContextOptions options) {
        return new DashboardPage(chromium.person(options.setStorageState(login)), demo.origin()).awaitLive("hq-mayor");
    }

    private static void assertNothingGrave(DashboardPage page) {
        Page shown = page.page();
        // Colours are judged as they stay, not as they are before the terminal is drawn, or while they fade in.
        assertThat(shown.locator(".gt-stage[data-fresh='false']")).hasCount(0);
        shown.evaluate("""
                () => Promise.all(document.getAnimations()
                    .filter(animation => animation.effect.getComputedTiming().iterations !== Infinity)
                    .map(animation => animation.finished.catch(() => {})))""");
        List<Rule> grave = new AxeBuilder(shown)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .toList();
        assertThat(grave)
                .as("serious findings")
                .extracting(rule -> rule.getId() + ": " + rule.getNodes())
                .isEmpty();
    }
}
