package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.gastown.terminal.GatewayProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The session picker over the demo town: order, roles, states, and the way to another terminal. */
class PickerShowsTheTownIT {
    private static final Map<String, String> DARK = Map.of(
            "hq-mayor", "#e6b422",
            "gt-witness", "#6cb2ff",
            "gt-refinery", "#4cc38a",
            "gt-nux", "#aab4be");
    private static final Map<String, String> LIGHT = Map.of(
            "hq-mayor", "#805a00",
            "gt-witness", "#0b5cad",
            "gt-refinery", "#116b3d",
            "gt-nux", "#535c66");

    /** The list as the API tells it. */
    private static final String LISTED = "async () => { const ask = async (name, input) => (await (await"
            + " fetch('/api/trpc/gastown.' + name + (input ? '?input=' + encodeURIComponent(JSON.stringify(input)) :"
            + " ''))).json()).result.data;"
            + " const {towns} = await ask('listTowns');"
            + " const {sessions} = await ask('listSessions', {townId: towns[0].townId});"
            + " return sessions.map(({name}) => name); }";

    @AutoClose
    private static GatewayProcess demo;

    @AutoClose
    private static Chromium chromium;

    private static BrowserContext person;
    private static DashboardPage page;

    @BeforeAll
    static void start() {
        // The waiting agents become idle at once, not after a minute.
        demo = GatewayProcess.command("demo")
                .configuration("sandbox:\n  activeSeconds: 4\n")
                .start();
        chromium = new Chromium();
        person = chromium.person();
        page = new DashboardPage(person, demo.url().toString());
        page.awaitLive("hq-mayor");
    }

    @Test
    void theOrderIsTheListsAndTheMayorIsFirst() {
        @SuppressWarnings("unchecked")
        List<String> listed = (List<String>) page.page().evaluate(LISTED);

        assertThat(page.sessionNames())
                .isEqualTo(listed)
                .startsWith("hq-mayor", "hq-deacon")
                .hasSize(12);
        assertThat(page.picker()).hasAttribute("data-stale", "false");
    }

    @Test
    void eachRoleHasItsColourInBothThemes() {
        assertColours(page, DARK);

        BrowserContext lightPerson = chromium.person(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
        lightPerson.addCookies(person.cookies().stream()
                .map(cookie ->
                        new com.microsoft.playwright.options.Cookie(cookie.name, cookie.value).setUrl(demo.origin()))
                .toList());
        DashboardPage light = new DashboardPage(lightPerson, demo.origin() + "/");
        light.awaitLive("hq-mayor").picture("picker-light");
        assertColours(light, LIGHT);
        lightPerson.close();
    }

    @Test
    void eachStateIsAMarkAndAWord() {
        assertState("gt-nux", "active", "circle[fill=currentColor]");
        assertState("bd-slit", "dead", "path");
        assertState("gt-furiosa", "idle", "circle[fill=none]");
        page.picture("picker");
    }

    @Test
    void aClickShowsTheOtherTerminal() {
        page.choose("gt-nux").awaitText("Polecat on gt-42");
        assertThat(page.session("gt-nux")).hasAttribute("aria-current", "true");
        assertThat(page.picker().locator("[aria-current]")).hasCount(1);
        assertThat(page.terminal()).hasAttribute("data-access", "read");

        page.choose("hq-mayor").awaitText("mayor@springfield");
        assertThat(page.session("hq-mayor")).hasAttribute("aria-current", "true");
        assertThat(page.picker().locator("[aria-current]")).hasCount(1);
        assertThat(page.terminal()).hasAttribute("data-access", "write");
    }

    private static void assertColours(DashboardPage page, Map<String, String> colours) {
        colours.forEach((name, colour) -> {
            assertThat(page.role(name)).isVisible();
            assertThat(page.role(name)).hasCSS("color", rgb(colour));
        });
    }

    private static void assertState(String session, String status, String mark) {
        Locator row = page.session(session);
        // The list is at most 5 s old, and an agent is idle after 4.
        page.await(session + " to be " + status, () -> status.equals(row.getAttribute("data-status")));
        assertThat(page.status(session)).isVisible();
        assertThat(page.status(session)).hasText(status);
        assertThat(page.status(session).locator("svg " + mark)).isVisible();
    }

    private static String rgb(String hex) {
        int value = Integer.parseInt(hex.substring(1), 16);
        return "rgb(%d, %d, %d)".formatted(value >> 16, value >> 8 & 0xff, value & 0xff);
    }
}
