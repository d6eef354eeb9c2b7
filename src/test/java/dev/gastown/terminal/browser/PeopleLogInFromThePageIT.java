package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.identity.OidcProviderProcess;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person without a login opens the page, and a real OpenID Connect provider stands between. */
class PeopleLogInFromThePageIT {
    private static final int PORT = FreePort.find();
    private static final String ORIGIN = "http://127.0.0.1:" + PORT;

    @AutoClose
    private static OidcProviderProcess provider;

    @AutoClose
    private static TestTown town;

    @AutoClose
    private static GatewayProcess sandbox;

    @AutoClose
    private static GatewayProcess gateway;

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        provider = new OidcProviderProcess(ORIGIN);
        town = TestTown.start().session("hq-mayor", "echo mayor; exec cat").session("gt-nux", "echo at work; exec cat");
        sandbox = GatewayProcess.agentOf(town).start();
        gateway = GatewayProcess.command("gateway")
                .configuration(TownAtWork.configuration(sandbox.origin()))
                .environment("GASTOWN_HTTP_PORT", Integer.toString(PORT))
                .environment("GASTOWN_PUBLIC_URL", ORIGIN)
                .environment("GASTOWN_OIDC_ISSUER", provider.issuer())
                .environment("GASTOWN_OIDC_CLIENT_ID", OidcProviderProcess.CLIENT_ID)
                .environment("GASTOWN_OIDC_CLIENT_SECRET", OidcProviderProcess.CLIENT_SECRET)
                .start();
        chromium = new Chromium();
    }

    @Test
    void andComesBackToWhatTheAddressNamesTypesAndLeavesEverywhere() {
        DashboardPage page = new DashboardPage(
                chromium.person(), ORIGIN + "/#town=3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01&session=gt-nux");
        link(page, "Log in").click();
        Page shown = page.page();
        shown.getByPlaceholder("Enter any login").fill(TownAtWork.OWNER);
        shown.getByPlaceholder("and password").fill("any");
        shown.getByRole(AriaRole.BUTTON).click();
        shown.getByRole(AriaRole.BUTTON).click();

        page.awaitLive("gt-nux").awaitText("at work").picture("logged-in");
        assertThat(shown.url()).startsWith(ORIGIN + "/#").doesNotContain("code=", "state=");
        page.choose("hq-mayor").type("typed by hand").awaitText("typed by hand");
        assertThat(shown.context().cookies())
                .filteredOn(cookie -> cookie.name.startsWith("gastown"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.httpOnly);

        // The session cookie runs out while nobody looks: the page renews it as soon as it is looked at.
        shown.context().clearCookies(new BrowserContext.ClearCookiesOptions().setName("gastown_session"));
        shown.reload();
        page.awaitLive("hq-mayor");
        assertThat(shown.context().cookies()).extracting(cookie -> cookie.name).contains("gastown_session");

        shown.keyboard().press("Control+Shift+K");
        shown.getByPlaceholder("Session or command").fill("log out");
        shown.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName("Log out"))
                .click();
        shown.waitForURL(Pattern.compile(Pattern.quote(provider.issuer()) + "/session/end.*"));
        shown.getByText("Yes, sign me out").click();
        shown.waitForURL(Pattern.compile(Pattern.quote(ORIGIN) + "/.*"));
        assertThat(link(page, "Log in")).isVisible();
        page.picture("logged-out");
    }

    private static Locator link(DashboardPage page, String name) {
        return page.page().getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }
}
