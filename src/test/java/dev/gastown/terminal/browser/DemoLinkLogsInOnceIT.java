package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.gastown.terminal.GatewayProcess;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to somebody who runs {@code demo} and opens the link. */
class DemoLinkLogsInOnceIT {
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
    void theLinkShowsTheTownAndStaysQuietAtHomeAndOnlyInOneBrowser() {
        BrowserContext person = chromium.person();
        DashboardPage page = new DashboardPage(person, demo.url().toString());

        // One town: nobody is asked to choose. The Mayor comes first.
        page.awaitLive("hq-mayor").awaitText("mayor@springfield").picture("demo");
        assertThat(page.page().url()).startsWith(demo.origin() + "/").doesNotContain("token");
        page.choose("gt-nux").awaitText("Polecat on gt-42");
        assertThat(page.errors()).isEmpty();
        assertThat(page.addresses())
                .allSatisfy(address ->
                        assertThat(address.replaceFirst("^ws:", "http:")).startsWith(demo.origin() + "/"));

        // A reload shows the same session again: the login is a cookie now.
        page.page().reload();
        page.awaitLive("gt-nux");

        DashboardPage stranger = new DashboardPage(chromium.person(), demo.url().toString());
        assertThat(stranger.page().getByText("This link was used already")).isVisible();
        assertThat(stranger.picker()).hasCount(0);
        stranger.page().navigate(demo.origin() + "/");
        assertThat(stranger.page().getByRole(AriaRole.MAIN)).isVisible();
        assertThat(stranger.picker()).hasCount(0);

        // Its owner may open it again.
        DashboardPage again = new DashboardPage(person, demo.url().toString());
        again.awaitLive("hq-mayor");

        // And leave, by one of the tabs for all of them.
        again.page().keyboard().press("Control+Shift+K");
        again.page().getByPlaceholder("Session or command").fill("log out");
        again.page()
                .getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Log out"))
                .click();
        assertThat(again.page().getByText("You are not logged in")).isVisible();
        assertThat(page.page().getByText("Your login has ended").last()).isVisible();
        assertThat(person.cookies()).isEmpty();
    }
}
