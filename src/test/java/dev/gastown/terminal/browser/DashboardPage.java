package dev.gastown.terminal.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.options.Cookie;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Secrets;
import dev.gastown.terminal.TestTown;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The dashboard as a person has it before them, found by its documented hooks (contract section 9). */
final class DashboardPage {
    private static final String TERMINAL_PATH = "/api/gastown/terminal";
    private static final String WALL_PATH = "/api/gastown/wall";
    /** Rows as they are on the screen now, without the blanks at their ends. */
    private static final String SCREEN = "() => { const t = window.gastownTerminal; if (!t) return [];"
            + " const b = t.buffer.active;"
            + " return Array.from({length: t.rows}, (_, y) => b.getLine(b.baseY + y).translateToString(true)); }";

    private static final String HISTORY = "() => { const b = window.gastownTerminal.buffer.active;"
            + " return Array.from({length: b.length}, (_, y) => b.getLine(y).translateToString(true)); }";

    private final Page page;
    private final List<String> errors = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<String> terminalSockets = new ArrayList<>();
    private final List<WebSocket> wallSockets = new ArrayList<>();
    private final List<String> sentFrames = new ArrayList<>();

    /** Opens the dashboard of a gateway for a user. */
    static DashboardPage open(BrowserContext person, GatewayProcess gateway, String user) {
        logIn(person, gateway, user);
        return new DashboardPage(person, gateway.url().toString());
    }

    /** Cookies know no ports: the login holds on whatever way leads to the gateway. */
    static void logIn(BrowserContext person, GatewayProcess gateway, String user) {
        Map.Entry<String, String> login = GatewayProcess.login(user);
        person.addCookies(List.of(new Cookie(login.getKey(), login.getValue()).setUrl(gateway.origin())));
    }

    DashboardPage(BrowserContext person, String address) {
        page = person.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        page.onRequest(request -> addresses.add(request.url()));
        page.onWebSocket(this::remember);
        page.navigate(address);
    }

    private void remember(WebSocket socket) {
        addresses.add(socket.url());
        String path = URI.create(socket.url()).getPath();
        if (path.equals(WALL_PATH)) {
            wallSockets.add(socket);
        } else if (path.equals(TERMINAL_PATH)) {
            terminalSockets.add(socket.url());
            socket.onFrameSent(frame -> sentFrames.add(frame.text() == null ? "(bytes)" : frame.text()));
        }
    }

    Page page() {
        return page;
    }

    Locator picker() {
        return page.getByTestId("session-picker");
    }

    Locator session(String name) {
        return page.getByTestId("session-" + name);
    }

    Locator role(String name) {
        return page.getByTestId("role-" + name);
    }

    Locator status(String name) {
        return page.getByTestId("status-" + name);
    }

    Locator terminal() {
        return page.getByTestId("terminal");
    }

    Locator connection() {
        return page.getByTestId("connection-status");
    }

    /** The sessions' names in the order of the page. */
    List<String> sessionNames() {
        String prefix = "session-";
        return picker().locator("[data-testid^='" + prefix + "']").all().stream()
                .map(row -> row.getAttribute("data-testid").substring(prefix.length()))
                .toList();
    }

    /** Clicks a session and waits until its terminal is live. */
    DashboardPage choose(String name) {
        session(name).click();
        return awaitLive(name);
    }

    DashboardPage awaitLive(String name) {
        await(
                name + " to be shown live",
                () -> name.equals(attribute(terminal(), "data-session"))
                        && "connected".equals(attribute(connection(), "data-status")));
        return this;
    }

    DashboardPage awaitStatus(String status) {
        await("the connection to be " + status, () -> status.equals(attribute(connection(), "data-status")));
        return this;
    }

    private static String attribute(Locator place, String name) {
        return place.count() == 0 ? null : place.getAttribute(name);
    }

    /** Everything there is to read on the page, for a failure's message. */
    private String words() {
        return "the page reads:\n%s\nterminal:\n%s\nconsole: %s"
                .formatted(page.locator("body").innerText(), String.join("\n", screen()), errors);
    }

    DashboardPage awaitSize(String colsByRows) {
        await("a terminal of " + colsByRows, () -> size().equals(colsByRows));
        return this;
    }

    /** Columns and rows as the page tells them, such as {@code 80x24}. */
    String size() {
        return terminal().getAttribute("data-cols") + "x" + terminal().getAttribute("data-rows");
    }

    /** The rows of the screen, without the blanks at their ends. */
    @SuppressWarnings("unchecked")
    List<String> screen() {
        return (List<String>) page.evaluate(SCREEN);
    }

    /** History and screen. */
    @SuppressWarnings("unchecked")
    List<String> history() {
        return (List<String>) page.evaluate(HISTORY);
    }

    DashboardPage awaitText(String text) {
        await("the terminal to show " + text, () -> String.join("\n", screen()).contains(text));
        return this;
    }

    /** Waits for something this page is to show, and tells what it shows instead when it does not. */
    void await(String what, BooleanSupplier condition) {
        try {
            TestTown.await(what, () -> {
                // What the browser told meanwhile is only heard of while it is asked something.
                page.waitForTimeout(0);
                return condition.getAsBoolean();
            });
        } catch (AssertionError failure) {
            picture("failure");
            throw new AssertionError(failure.getMessage() + "; " + words(), failure);
        }
    }

    /** Puts the keyboard into the terminal. */
    DashboardPage focusTerminal() {
        terminal().click();
        return this;
    }

    DashboardPage type(String text) {
        Secrets.keep(text);
        page.keyboard().type(text);
        return this;
    }

    DashboardPage press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
        return this;
    }

    /** What the console and uncaught exceptions complained about. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Every address the page asked for, sockets too. */
    List<String> addresses() {
        return List.copyOf(addresses);
    }

    /** The addresses of all terminal sockets opened so far, tickets included. */
    List<String> terminalSockets() {
        return List.copyOf(terminalSockets);
    }

    /** All sockets of walls opened so far. */
    List<WebSocket> wallSockets() {
        return List.copyOf(wallSockets);
    }

    /** What the page sent over terminal sockets. */
    List<String> sentFrames() {
        return List.copyOf(sentFrames);
    }

    /** Leaves a picture beside the test reports, for people to look at. */
    DashboardPage picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
        return this;
    }
}
