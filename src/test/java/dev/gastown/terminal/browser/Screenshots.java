package dev.gastown.terminal.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the README's pictures of a demo, each with a browser of its own; {@code src/build/screenshots.sh} runs it. It
 * finds its way by the page's hooks (contract section 9) and fails when something does not come to be seen.
 */
public final class Screenshots {
    private static final Path FOLDER = Path.of("docs", "images");
    /** All together: every clone of the repository carries every version of them. */
    private static final long LIMIT_BYTES = 1_000_000;

    private static final Pattern ROUND_TRIP = Pattern.compile("(\\d+) ms");
    private static final int QUIET_MILLIS = 50;
    private static final int DESKTOP_COLUMNS = 80;
    private static final String USER = "demo";
    private static final List<String> SPLIT = List.of("hq-mayor", "gt-nux", "bd-crew-joe", "gt-refinery");
    private static final String NEEDS_ATTENTION =
            "[data-testid='session-picker'] [data-testid^='session-']:has([data-testid^='attention-'])";
    private static final String DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)))";

    private final GatewayProcess demo;
    private final Chromium chromium;
    private final List<Path> taken = new ArrayList<>();

    private Screenshots(GatewayProcess demo, Chromium chromium) {
        this.demo = demo;
        this.chromium = chromium;
    }

    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(FOLDER);
        try (GatewayProcess demo = GatewayProcess.command("demo").start();
                Chromium chromium = new Chromium()) {
            Screenshots screenshots = new Screenshots(demo, chromium);
            screenshots.takeAll();
            screenshots.report();
        } finally {
            Chromium.quit();
        }
    }

    private void takeAll() {
        take("dashboard", desktop(ColorScheme.DARK), page -> {
            runAtTheMayor(page, "ls -la --color=auto");
            awaitAttention(page);
        });
        take("attention", desktop(ColorScheme.DARK), page -> {
            awaitAttention(page);
            page.locator(NEEDS_ATTENTION).first().click();
            awaitTerminals(page, 1);
        });
        take("split", desktop(ColorScheme.DARK), page -> {
            page.getByTestId("split-4").click();
            for (int place = 1; place < SPLIT.size(); place++) {
                Locator pane = page.getByTestId("pane").nth(place);
                pane.click();
                page.getByTestId("session-" + SPLIT.get(place)).click();
                pane.locator("[data-session='" + SPLIT.get(place) + "']").waitFor();
            }
            awaitTerminals(page, SPLIT.size());
            page.getByTestId("pane").first().click();
        });
        take("wall", desktop(ColorScheme.DARK), page -> {
            page.getByTestId("open-wall").click();
            Locator tiles = page.getByTestId("wall").locator("[data-freshness]");
            Locator waiting = page.getByTestId("wall").locator("[data-freshness='none']");
            TestTown.await("the screens of the wall", () -> tiles.count() > 0 && waiting.count() == 0);
        });
        take("light", desktop(ColorScheme.LIGHT), page -> {
            page.getByTestId("session-gt-nux").click();
            awaitTerminals(page, 1);
            awaitAttention(page);
        });
        take("phone", Chromium.phone().setDeviceScaleFactor(1.5), page -> {
            page.getByLabel("More about this terminal").tap();
            page.getByText("Fit the Mayor to this screen").tap();
            TestTown.await("a terminal as wide as a phone", () -> columns(page) < DESKTOP_COLUMNS);
            page.getByTestId("composer").fill("gt sling gt-42 nux\ngt status");
        });
    }

    private void take(String name, Browser.NewContextOptions options, Consumer<Page> prepare) {
        try (BrowserContext person = chromium.person(options)) {
            Page page = DashboardPage.open(person, demo, USER).page();
            awaitTerminals(page, 1);
            prepare.accept(page);
            awaitQuiet(page);
            page.evaluate(DRAWN);
            Path file = FOLDER.resolve(name + ".png");
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
            taken.add(file);
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("The picture " + name + " can't be taken", failure);
        }
    }

    private void report() {
        long bytes = taken.stream().map(Path::toFile).mapToLong(File::length).sum();
        System.out.printf("Screenshots: %d pictures, %d kB, in %s%n", taken.size(), bytes / 1000, FOLDER);
        if (bytes > LIMIT_BYTES) {
            throw new AssertionError("They are too large: at most " + LIMIT_BYTES / 1000 + " kB");
        }
    }

    private static Browser.NewContextOptions desktop(ColorScheme scheme) {
        return Chromium.desktop().setColorScheme(scheme);
    }

    /** Runs a command and waits for the next prompt. */
    private static void runAtTheMayor(Page page, String command) {
        Locator rows = page.getByTestId("terminal").locator(".xterm-rows");
        page.getByTestId("terminal").click();
        page.keyboard().type(command);
        page.keyboard().press("Enter");
        TestTown.await(
                "the output of " + command, () -> rows.innerText().strip().endsWith("$"));
    }

    private static void awaitTerminals(Page page, int count) {
        Locator connected = page.locator("[data-testid='connection-status'][data-status='connected']");
        Locator fresh = page.locator("[data-fresh='true'] [data-testid='terminal']");
        TestTown.await(count + " live terminals", () -> connected.count() == count && fresh.count() == count);
    }

    /** The first round trip is measured while the page still starts: no picture of what anyone will see for long. */
    private static void awaitQuiet(Page page) {
        Locator chips = page.getByTestId("connection-status");
        TestTown.await(
                "round trips below " + QUIET_MILLIS + " ms: is the machine busy?",
                () -> chips.allInnerTexts().stream().allMatch(Screenshots::isQuiet));
    }

    private static boolean isQuiet(String chip) {
        Matcher measured = ROUND_TRIP.matcher(chip);
        return measured.find() && Integer.parseInt(measured.group(1)) < QUIET_MILLIS;
    }

    private static int columns(Page page) {
        return Integer.parseInt(page.getByTestId("terminal").getAttribute("data-cols"));
    }

    private static void awaitAttention(Page page) {
        page.locator(NEEDS_ATTENTION).first().waitFor();
    }
}
