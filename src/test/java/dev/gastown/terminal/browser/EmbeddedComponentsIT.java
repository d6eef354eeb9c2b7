package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The React components in another application's page, on another origin, with a token of its user. */
class EmbeddedComponentsIT {
    private static final String DEMO_TOWN = "de300000-0000-4000-8000-000000000001";
    private static final String DEMO_USER = "demo";

    @AutoClose
    private static HostApplication host;

    @AutoClose
    private static GatewayProcess demo;

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        host = new HostApplication(DEMO_USER);
        demo = GatewayProcess.command("demo")
                .environment("GASTOWN_ALLOWED_ORIGINS", host.origin())
                .start();
        host.build(demo.origin(), DEMO_TOWN);
        chromium = new Chromium();
    }

    @Test
    void aHostEmbedsPickerAndTerminalWithItsOwnReactAndUsersAndKeepsItsLooks() throws Exception {
        DashboardPage page = new DashboardPage(chromium.person(), host.origin());

        page.awaitLive("hq-mayor").awaitText("mayor@springfield").picture("embedded");
        page.choose("gt-nux").awaitText("gt-42");
        assertThat(page.session("gt-nux")).hasAttribute("aria-current", "true");
        page.choose("hq-mayor").focusTerminal().type("echo $((6*7)) embedded").press("Enter");
        page.awaitText("42 embedded");

        // The list goes on without the event bus, which takes no tokens.
        page.await(
                "the list to be asked for again and again",
                () -> page.addresses().stream()
                                .filter(address -> address.contains("gastown.listSessions"))
                                .count()
                        >= 3);
        assertThat(page.page().locator(".gt-freshness")).hasAttribute("data-trouble", "false");
        assertThat(page.addresses()).noneMatch(address -> address.contains("/api/gastown/events"));
        assertThat(page.page().context().cookies()).isEmpty();
        assertThat(page.errors()).isEmpty();

        assertThat(host.installed("@gastown")).containsExactly("terminal");
        assertThat(host.installed("")).doesNotContain("sockjs-client", "@trpc", "lucide-react");
        assertHostKeepsItsLooks(page);
    }

    /** Without the library's style sheet nothing outside the components looks different. */
    private static void assertHostKeepsItsLooks(DashboardPage page) {
        String looks = "() => ['html', 'body', 'h1', '#root'].map(place => { const style ="
                + " getComputedStyle(document.querySelector(place)); return Array.from(style,"
                + " name => name + ':' + style.getPropertyValue(name)).filter(line => !/^(block-size|height"
                + "|perspective-origin|transform-origin)/.test(line)).join(';'); }).join('\\n')";
        String tokens = "() => getComputedStyle(document.documentElement).getPropertyValue('--bg')";
        Object withSheet = page.page().evaluate(looks);
        assertThat(page.page().evaluate(tokens)).isEqualTo("");
        page.page().evaluate("() => document.querySelector('link[rel=stylesheet]').remove()");
        assertThat(page.page().evaluate(looks)).isEqualTo(withSheet);
    }
}
