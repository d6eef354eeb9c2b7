package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What begins or ends in the town is seen in every open page, without a reload. */
class ListsFollowTheTownIT {
    /** A poll every 5 s, and a second for the way. */
    private static final Duration PROMISED = Duration.ofSeconds(6);

    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        work = new TownAtWork(TestTown.start().session("hq-mayor").session("gt-nux"));
    }

    @Test
    void sessionsThatStartOrDieShowInEveryPageWithin6s() {
        DashboardPage one = work.open().awaitLive("hq-mayor");
        DashboardPage other = work.open().awaitLive("hq-mayor");

        long started = System.nanoTime();
        work.town.session("gt-toast");
        for (DashboardPage page : new DashboardPage[] {one, other}) {
            page.await("a row for gt-toast", () -> page.session("gt-toast").count() == 1);
            assertThat(page.status("gt-toast")).hasText("active");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PROMISED);

        long killed = System.nanoTime();
        work.town.tmux("kill-session", "-t", "=gt-nux");
        for (DashboardPage page : new DashboardPage[] {one, other}) {
            page.await(
                    "gt-nux to be dead",
                    () -> "dead".equals(page.session("gt-nux").getAttribute("data-status")));
            assertThat(page.status("gt-nux")).hasText("dead");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(PROMISED);
        assertThat(one.errors()).isEmpty();
        assertThat(other.errors()).isEmpty();
    }
}
