package dev.gastown.terminal.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;

/** A private town of tmux sessions, its sandbox agent and a gateway: the processes of a real installation. */
final class TownAtWork implements AutoCloseable {
    static final String OWNER = "alice";
    private static final String TOWN_ID = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    final TestTown town;
    final GatewayProcess sandbox;
    final GatewayProcess gateway;
    private final Chromium chromium = new Chromium();

    /**
     * @param town with at least one session
     * @param jvm options for both processes
     */
    TownAtWork(TestTown town, String... jvm) {
        this.town = town;
        sandbox = GatewayProcess.agentOf(town).jvm(jvm).start();
        gateway = GatewayProcess.command("gateway")
                .configuration(configuration(sandbox.origin()))
                .jvm(jvm)
                .start();
    }

    /** One town at this sandbox, and a drain that does not keep a test waiting. */
    static String configuration(String sandboxUrl) {
        return """
                towns:
                  - townId: %s
                    name: Springfield
                    owners: [%s]
                    sandboxUrl: %s
                    sandboxKey: %s
                limits:
                  drainSeconds: 1
                  ticketsPerUserPerMinute: 0
                """.formatted(TOWN_ID, OWNER, sandboxUrl, GatewayProcess.SANDBOX_KEY);
    }

    /** Opens the dashboard in a new browser of the town's owner. */
    DashboardPage open() {
        return DashboardPage.open(chromium.person(), gateway, OWNER);
    }

    /** The same, on another machine. */
    DashboardPage open(Browser.NewContextOptions machine) {
        return DashboardPage.open(chromium.person(machine), gateway, OWNER);
    }

    /** The same, by another way to the gateway. */
    DashboardPage open(String origin) {
        BrowserContext person = chromium.person();
        DashboardPage.logIn(person, gateway, OWNER);
        return new DashboardPage(person, origin);
    }

    /** A pane's size as tmux tells it, such as {@code 80x24}. */
    String paneSize(String session) {
        return town.tmux("display-message", "-p", "-t", "=" + session + ":", "#{pane_width}x#{pane_height}")
                .strip();
    }

    @Override
    public void close() {
        try (town;
                sandbox;
                gateway;
                chromium) {
            // Closed in the opposite order, each one even if another fails.
        }
    }
}
