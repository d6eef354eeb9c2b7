package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.gastown.terminal.GatewayProcess;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe can find by itself, it does not find; in both themes, on a desk and in a hand. */
class AccessibleIT {
    private static final Set<String> GRAVE = Set.of("serious", "critical");

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
    void onADesk(ColorScheme theme) {
        DashboardPage page = open(Chromium.desktop().setColorScheme(theme));
        assertNothingGrave(page);
        page.page().close();
    }

    private static DashboardPage open(Browser.NewContextOptions options) {
        return new DashboardPage(chromium.person(options.setStorageState(login)), demo.origin()).awaitLive("hq-mayor");
    }

    private static void assertNothingGrave(DashboardPage page) {
        Page shown = page.page();
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
