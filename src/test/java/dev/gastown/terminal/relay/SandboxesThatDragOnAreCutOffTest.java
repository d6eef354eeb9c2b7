package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All at once, in a gateway that one of them could keep busy. */
class SandboxesThatDragOnAreCutOffTest {
    private static final int ANSWER_MILLIS = 1_500;
    private static final int DRIP_MILLIS = 20;
    private static final String LINE = "X-More: " + "x".repeat(1_000) + "\r\n";

    private static final Frame BYE = Frame.close(1000, "bye");

    private static WireSandbox sandbox;
    private static RelayFixture gateway;
    private static Viewed drips;
    private static Viewed pours;
    private static CompletableFuture<Void> pouring;
    private static Viewed hasNoKey;
    private static Viewed ignoresTheClose;

    /** A viewer and the sandbox's end of what it views. */
    private record Viewed(WireBrowser browser, WireSandbox.Viewing session) {
        static Viewed begin() {
            return new Viewed(gateway.browser(Access.READ), sandbox.accept());
        }

        void isToldThatItTookTooLong() {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4504);
            assertThat(session.seesEnd()).isTrue();
        }
    }

    @BeforeAll
    static void start() {
        sandbox = new WireSandbox();
        gateway = new RelayFixture(
                sandbox,
                RelayMode.FAST,
                RelayFixture.limits(limits -> limits.put("upstreamConnectMillis", ANSWER_MILLIS)));
        ignoresTheClose = Viewed.begin();
        ignoresTheClose.session().answer101(null);
        ignoresTheClose.browser().send(BYE);
        drips = Viewed.begin();
        drip(drips.session());
        hasNoKey = Viewed.begin();
        String answer = new String(hasNoKey.session().acceptance(null), StandardCharsets.US_ASCII);
        hasNoKey.session().sendHead(answer.strip().replace("Sec-WebSocket-Accept", "X-Accept"));
        pours = Viewed.begin();
        pouring = CompletableFuture.runAsync(() -> pour(pours.session()));
    }

    private static void drip(WireSandbox.Viewing session) {
        byte[] answer = session.acceptance(null);
        assertThat(answer.length * DRIP_MILLIS).isGreaterThan(ANSWER_MILLIS);
        AtomicInteger sent = new AtomicInteger();
        gateway.vertx.setPeriodic(DRIP_MILLIS, drip -> {
            try {
                session.sendBytes(answer[sent.getAndIncrement()]);
            } catch (UncheckedIOException hungUp) {
                gateway.vertx.cancelTimer(drip);
            }
        });
    }

    private static void pour(WireSandbox.Viewing session) {
        byte[] line = LINE.getBytes(StandardCharsets.US_ASCII);
        try {
            session.sendBytes("HTTP/1.1 101 Switching Protocols\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                session.sendBytes(line);
            }
        } catch (UncheckedIOException hungUp) {
            return;
        }
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void whenTheyAcceptAByteAtATime() {
        drips.isToldThatItTookTooLong();
    }

    /** The client throws away what is more than a head may be, but takes it for one that has yet to end. */
    @Test
    void whenTheirHeadHasNoEnd() {
        pours.isToldThatItTookTooLong();
        pouring.join();
    }

    /** Once there was a protocol in which eight more bytes had to come. */
    @Test
    void whenTheyAcceptWithoutAKey() {
        hasNoKey.isToldThatItTookTooLong();
    }

    @Test
    void whenTheyNeverAnswerACloseFrame() {
        assertThat(ignoresTheClose.browser().receive()).isEqualTo(BYE);
        assertThat(ignoresTheClose.session().receive()).isEqualTo(BYE);

        assertThat(ignoresTheClose.session().seesEnd()).isTrue();
    }
}
