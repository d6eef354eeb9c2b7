package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import dev.gastown.terminal.Cable;
import dev.gastown.terminal.TestTown;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Networks go, laptops sleep, logins end: the page says which, and is live again as soon as it can be. */
class ComesBackByItselfIT {
    /** A person would say "at once"; the aim is 2 s on a machine that does nothing else. */
    private static final Duration SOON = Duration.ofSeconds(6);

    private static final String COUNTING = "n=0; while :; do n=$((n+1)); printf '\\rcount %d ' $n; sleep 0.2; done";

    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start().session("hq-mayor").session("gt-nux", COUNTING));
    }

    @Test
    void afterTheNetworkWasGone() {
        try (Cable cable = new Cable(work.gateway.url().getPort())) {
            DashboardPage page = work.open("http://127.0.0.1:" + cable.port())
                    .awaitLive("hq-mayor")
                    .choose("gt-nux");
            page.awaitText("count");
            BrowserContext browser = page.page().context();

            cable.pull();
            browser.setOffline(true);
            page.awaitStatus("reconnecting");
            assertThat(page.screen().get(0)).startsWith("count");
            cable.plugIn();
            long plugged = System.nanoTime();
            browser.setOffline(false);

            assertLiveSoonAfter(plugged, page, "the network's return");
            page.page().close();
        }
    }

    /** The socket's other end is gone and no packet says so; the machine wakes up with the network there. */
    @Test
    void afterALaptopSlept() {
        try (Cable cable = new Cable(work.gateway.url().getPort())) {
            DashboardPage page = work.open("http://127.0.0.1:" + cable.port())
                    .awaitLive("hq-mayor")
                    .choose("gt-nux");
            page.awaitText("count");

            cable.pull();
            cable.plugIn();
            long awake = System.nanoTime();
            page.page().evaluate("() => window.dispatchEvent(new Event('online'))");

            assertLiveSoonAfter(awake, page, "the laptop's waking up");
            page.page().close();
        }
    }

    @Test
    void afterTheLoginEndedAndTheNextOneCame() {
        DashboardPage page = work.open().awaitLive("hq-mayor").choose("gt-nux");
        page.awaitText("count");
        BrowserContext browser = page.page().context();

        browser.clearCookies();
        work.gateway.kill();
        work.gateway.startAgain();
        page.awaitStatus("disconnected");
        assertThat(page.connection()).containsText("Login expired");
        assertThat(page.page().getByText("Your login has ended").last()).isVisible();
        page.picture("login-expired");

        DashboardPage.logIn(browser, work.gateway, TownAtWork.OWNER);
        page.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
        assertGoesOn(page.awaitLive("gt-nux"));
        page.page().close();
    }

    private static void assertLiveSoonAfter(long start, DashboardPage page, String what) {
        int seen = count(page);
        page.awaitLive("gt-nux").await("more than " + seen, () -> count(page) > seen + 2);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("Live again %d ms after %s%n", took.toMillis(), what);
        assertThat(took).isLessThan(SOON);
    }

    private static void assertGoesOn(DashboardPage page) {
        int seen = count(page);
        page.await("more than " + seen, () -> count(page) > seen + 2);
    }

    private static int count(DashboardPage page) {
        return Integer.parseInt(page.screen().get(0).replaceAll("\\D", ""));
    }
}
