package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code yes} in the Mayor's shell, for as long as somebody might look at it in disbelief. */
class FloodLeavesThePageUsableIT {
    private static final Duration FLOOD = Duration.ofSeconds(20);

    /** What a person takes for "it reacts". */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    /** One answer may come while a machine of two processors has its hands full with {@code yes} itself. */
    private static final Duration WORST = Duration.ofSeconds(3);

    private static final int BETWEEN_LOOKS_MILLIS = 200;

    /**
     * Each process gets this heap, so that whatever queued without bound would end it: {@code yes} fills it many times
     * over in 20 s.
     */
    private static final String HEAP = "-Xmx96m";

    /** The heap, as much again outside it for buffers, and what a Java machine itself takes for code and threads. */
    private static final long PROCESS_LIMIT_KILOBYTES = 450 * 1024;

    /**
     * 10,000 lines of scrollback at 120 columns and 12 bytes a cell are 15 MB; 0.5 MB may wait to be drawn; page, React
     * and xterm take another 10. The rest is room for garbage that nobody collected yet.
     */
    private static final double PAGE_LIMIT_BYTES = 100e6;

    private static final String WATCH_SWITCH = "([name, text]) => { window.shownAfter = new Promise(shown =>"
            + " document.addEventListener('pointerdown', pressed => { const look = () => {"
            + " const place = document.querySelector('[data-testid=terminal]');"
            + " const status = document.querySelector('[data-testid=connection-status]');"
            + " const b = window.gastownTerminal?.buffer.active;"
            + " const drawn = b && place.dataset.session === name && status.dataset.status === 'connected'"
            + " && Array.from({length: place.dataset.rows}, (_, y) => b.getLine(b.baseY + y)?.translateToString(true))"
            + ".join('\\n').includes(text);"
            + " if (drawn) shown(performance.now() - pressed.timeStamp); else setTimeout(look, 5); };"
            + " look(); }, {once: true, capture: true})); }";

    @AutoClose
    private static TownAtWork work;

    @BeforeAll
    static void start() {
        work = new TownAtWork(
                TestTown.start()
                        .session("hq-mayor", "PS1='$ ' exec bash --norc --noprofile -i")
                        .session("gt-nux", "echo calm; exec cat"),
                HEAP);
        work.town.awaitScreen("hq-mayor", "$");
    }

    @Test
    void thePageAnswersCtrlCStopsItAndMemoryStaysBounded() {
        DashboardPage page = work.open().awaitLive("hq-mayor").awaitText("$");
        page.choose("gt-nux").awaitText("calm").choose("hq-mayor").focusTerminal();
        page.type("yes 'a line as long as agents write them, more or less'")
                .press("Enter")
                .awaitText("a line");

        long end = System.nanoTime() + FLOOD.toNanos();
        List<Duration> answers = new ArrayList<>();
        while (System.nanoTime() < end) {
            answers.add(time(() -> page.page().evaluate("() => new Promise(requestAnimationFrame)")));
            page.page().waitForTimeout(BETWEEN_LOOKS_MILLIS);
        }
        assertThat(answers).as("answers of the page").allMatch(answer -> answer.compareTo(WORST) < 0);
        assertThat(answers.stream().sorted().toList().get(answers.size() * 9 / 10))
                .as("nine of ten answers")
                .isLessThan(PROMPT);
        assertMemoryIsBounded(page);
        page.picture("flood");
        assertThat(switchTo(page, "gt-nux", "calm")).as("away from the flood").isLessThan(PROMPT);
        assertThat(switchTo(page, "hq-mayor", "a line")).as("back to the flood").isLessThan(PROMPT);

        assertThat(command()).isEqualTo("yes");
        page.focusTerminal();
        assertThat(time(() -> {
                    page.press("Control+C");
                    TestTown.await("yes to be gone", () -> command().equals("bash"));
                }))
                .as("Ctrl-C")
                .isLessThan(PROMPT);
        page.type("echo $((6*7)) again").press("Enter").awaitText("42 again");
        assertMemoryIsBounded(page);
        assertThat(page.errors()).isEmpty();
    }

    private static void assertMemoryIsBounded(DashboardPage page) {
        assertThat(heapBytes(page.page())).as("the page's heap").isLessThan(PAGE_LIMIT_BYTES);
        assertThat(residentKilobytes(work.gateway)).as("the gateway's memory").isLessThan(PROCESS_LIMIT_KILOBYTES);
        assertThat(residentKilobytes(work.sandbox))
                .as("the sandbox agent's memory")
                .isLessThan(PROCESS_LIMIT_KILOBYTES);
    }

    private static String command() {
        return work.town
                .tmux("display-message", "-p", "-t", "=hq-mayor:", "#{pane_current_command}")
                .strip();
    }

    /** From the finger on the mouse to the text on the live screen, as the browser's clock has it. */
    private static Duration switchTo(DashboardPage page, String name, String text) {
        page.page().evaluate(WATCH_SWITCH, List.of(name, text));
        page.choose(name).awaitText(text);
        return Duration.ofMillis(((Number) page.page().evaluate("() => window.shownAfter")).longValue());
    }

    private static Duration time(Runnable action) {
        long start = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static double heapBytes(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        double used = session.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
        session.detach();
        return used;
    }

    /** What the operating system counts; machines without {@code /proc} are left to the heap limit alone. */
    private static long residentKilobytes(GatewayProcess process) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
