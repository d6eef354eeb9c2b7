package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dashboard in a hand: one terminal, the list in a drawer, the keys a phone lacks. */
class PhoneIT {
    private static final int WIDTH = 390;
    private static final int HEIGHT = 844;

    @AutoClose
    private static GatewayProcess demo;

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        demo = GatewayProcess.command("demo").start();
        chromium = new Chromium();
    }

    @Test
    void theDrawerOpensAndClosesAndTheKeyBarTypes() {
        DashboardPage page =
                new DashboardPage(chromium.person(Chromium.phone()), demo.url().toString());
        page.awaitLive("hq-mayor").awaitText("mayor@springfield").picture("phone");
        assertThat(page.session("hq-deacon")).not().isInViewport();
        assertThat(page.page().getByTestId("key-bar")).isInViewport();
        assertNothingSticksOut(page);

        page.page().getByTestId("open-picker").tap();
        assertThat(page.session("hq-deacon")).isInViewport();
        assertThat(page.session("hq-deacon")).isEnabled();
        page.picture("phone-drawer");
        page.session("gt-nux").tap();
        page.awaitLive("gt-nux").awaitText("gt-42");
        assertThat(page.session("gt-nux")).not().isInViewport();
        assertThat(page.page().getByTestId("key-bar")).hasCount(0);
        assertNothingSticksOut(page);
        page.picture("phone-reader");

        page.page().getByTestId("open-picker").tap();
        page.session("hq-mayor").tap();
        page.awaitLive("hq-mayor")
                .focusTerminal()
                .type("sleep 1000")
                .press("Enter")
                .awaitText("sleep 1000");
        page.page().getByTestId("key-bar").getByText("Ctrl").tap();
        page.page().getByTestId("key-bar").getByText("^C").tap();
        page.awaitText("^C");
        assertThat(page.errors()).isEmpty();
    }

    private static void assertNothingSticksOut(DashboardPage page) {
        assertThat(page.page().evaluate("() => document.scrollingElement.scrollWidth"))
                .isEqualTo(WIDTH);
        assertThat(page.page().evaluate("() => document.scrollingElement.scrollHeight"))
                .isEqualTo(HEIGHT);
    }
}
