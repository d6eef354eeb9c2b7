package dev.gastown.terminal.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The people at the machine's own Chromium, without a window. For the thread of the tests. */
final class Chromium implements AutoCloseable {
    /** Somebody else's name that leads to this machine. */
    static final String BORROWED_NAME = "evil.example";

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP " + BORROWED_NAME + " 127.0.0.1");

    /** One for all tests, for each start takes seconds; it ends with the tests' machine. */
    private static Browser shared;

    private static Playwright playwright;

    private final Browser browser = shared();
    private final List<BrowserContext> people = new ArrayList<>();

    private static Browser shared() {
        if (shared == null) {
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            shared = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(FLAGS));
        }
        return shared;
    }

    /** For a program that is no test: without this it would wait for the browser for ever. */
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    /** A browser of one person: cookies and storage of its own, in the dark theme. */
    BrowserContext person() {
        return person(desktop());
    }

    BrowserContext person(Browser.NewContextOptions options) {
        BrowserContext person = browser.newContext(options);
        people.add(person);
        return person;
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK);
    }

    /** In one hand, upright, in the dark theme. */
    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setDeviceScaleFactor(2)
                .setHasTouch(true)
                .setIsMobile(true)
                .setColorScheme(com.microsoft.playwright.options.ColorScheme.DARK);
    }

    private static Path executable() {
        return NAMES.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("None of " + NAMES + " is on PATH"));
    }

    @Override
    public void close() {
        people.forEach(BrowserContext::close);
    }
}
