package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ticket.Access;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfSentRequestsAreCutTest {
    private static final int REQUEST_MILLIS = 500;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway = new RelayFixture(
            sandbox, RelayMode.FAST, RelayFixture.limits(limits -> limits.put("requestMillis", REQUEST_MILLIS)));

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /api/gastown/terminal HT",
                "GET /api/gastown/terminal HTTP/1.1\r\nHost: x\r\nUpgrade: webso",
                "POST /api/gastown/terminal HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
            })
    void aRequestThatIsNotFinishedInTimeIsCut(String half) {
        try (WirePeer browser = WireBrowser.connect(gateway.port())) {
            browser.sendBytes(half.getBytes(StandardCharsets.US_ASCII));
            long begin = System.nanoTime();
            browser.receiveHead();
            assertThat(browser.seesEnd()).isTrue();
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
        assertThat(gateway.reached(Limit.REQUEST)).isEqualTo(1);
    }

    @Test
    void aTrickleOfBytesDoesNotHelp() {
        try (WirePeer browser = WireBrowser.connect(gateway.port())) {
            browser.sendBytes("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            long begin = System.nanoTime();
            RelayFixture.eventually(() -> {
                try {
                    browser.sendBytes((byte) 'x');
                    return System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(10);
                } catch (java.io.UncheckedIOException cut) {
                    return true;
                }
            });
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Test
    void aSecondRequestOnTheConnectionHasItsOwnTime() {
        try (WireBrowser browser = WireBrowser.connect(gateway.port())) {
            for (int i = 0; i < 2; i++) {
                browser.upgrade("?ticket=nonsense");
                assertThat(browser.status()).isEqualTo(401);
                browser.body();
            }
            browser.sendBytes("GET /".getBytes(StandardCharsets.US_ASCII));
            assertThat(browser.seesEnd()).isTrue();
        }
    }

    @Test
    void anOpenTerminalIsNoRequest() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            long begin = System.nanoTime();
            RelayFixture.eventually(
                    () -> System.nanoTime() - begin > TimeUnit.MILLISECONDS.toNanos(3 * REQUEST_MILLIS));
            session.send(Frame.text("quiet but open"));
            assertThat(browser.receive()).isEqualTo(Frame.text("quiet but open"));
        }
    }
}
