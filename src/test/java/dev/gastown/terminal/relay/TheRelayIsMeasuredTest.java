package dev.gastown.terminal.relay;

import static dev.gastown.terminal.relay.RelayFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.internal.VertxInternal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/metrics.md} says of the relay's meters. */
@ParameterizedClass
@EnumSource(RelayMode.class)
class TheRelayIsMeasuredTest {
    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;
    private final RelayMode mode;

    TheRelayIsMeasuredTest(RelayMode mode) {
        this.mode = mode;
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void atMostOneSampleOfItsTimeASecondAndViewer() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            int sent = 0;
            while (timer("gastown.relay.latency").count() < 2) {
                session.send(Frame.text("line " + sent++));
                browser.receive();
            }
            assertThat(sent).isGreaterThan(2);
            assertThat(timer("gastown.relay.latency").max(TimeUnit.SECONDS)).isLessThan(2);
        }
    }

    @Test
    void aViewersAnswersTellItsLag() {
        gateway.limits = RelayFixture.limits(limits -> limits.put("pingMillis", 50));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open();
            Frame ping = browser.receiveAny();
            assertThat(ping.opcode()).isEqualTo(Frame.PING);
            assertThat(timer("gastown.viewer.lag").count()).isZero();

            browser.send(new Frame(true, Frame.PONG, ping.payload()));
            eventually(() -> timer("gastown.viewer.lag").count() == 1);
            browser.send(new Frame(true, Frame.PONG, new byte[] {1, 2, 3}));
            browser.send(Frame.text("behind the pong that answers nothing"));
            eventually(() -> gateway.metric("gastown.relay.dropped.frames") == 1);
            assertThat(timer("gastown.viewer.lag").count()).isEqualTo(1);
        }
    }

    @Test
    void aStalledEventLoopIsSeen() {
        eventually(() -> timer("gastown.eventloop.lag").count() > 0);
        ((VertxInternal) gateway.vertx).nettyEventLoopGroup().forEach(loop -> loop.execute(() -> stall(250)));

        eventually(() -> timer("gastown.eventloop.lag").max(TimeUnit.MILLISECONDS) >= 100);
    }

    @Test
    void aPauseCountsOnceHoweverMuchComesMeanwhile() {
        try (WireBrowser slow =
                WireBrowser.connect(gateway.port(), 4096).upgrade("?ticket=" + gateway.tickets.add(Access.READ))) {
            WireSandbox.Viewing session = sandbox.open();
            Thread flood = new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    session.send(Frame.binary(new byte[1_000]));
                }
            });
            flood.start();
            // What was read already comes still, frame by frame where they are decoded.
            int meanwhile = mode == RelayMode.FRAMES ? 10 : 0;
            eventually(() -> pauses("to_browser") >= 1
                    && gateway.reached(Limit.WRITE_QUEUE_BYTES) >= pauses("to_browser") + meanwhile);
            for (int i = 0; i < 20_000; i++) {
                slow.receive();
            }
            assertThat(pauses("to_sandbox")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"404, no_session", "401, refused", "503, refused"})
    void aSandboxThatAnswersSomethingElseIsCountedByWhatItAnswers(int status, String kind) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept().sendHead("HTTP/1.1 " + status + " No", "Content-Length: 0");
            browser.receiveClose();
            assertFailures(kind);
        }
    }

    @Test
    void aSandboxThatIsNotThereIsUnreachable() {
        sandbox.close();
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            browser.receiveClose();
            assertFailures("unreachable");
        }
    }

    @Test
    void aSandboxThatSaysNothingIsTooSlow() {
        gateway.limits = RelayFixture.limits(limits -> limits.put("upstreamConnectMillis", 100));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept();
            browser.receiveClose();
            assertFailures("timeout");
        }
    }

    @Test
    void aTownWithoutAKeyIsAskedNothing() {
        gateway.towns.put(new Town(
                RelayFixture.TOWN,
                "Springfield",
                RelayFixture.town("alice", TownStatus.RUNNING, sandbox).owners(),
                sandbox.url(),
                Optional.empty(),
                TownStatus.RUNNING));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            browser.receiveClose();
            assertFailures("no_key");
        }
    }

    @Test
    void aSandboxThatChoosesAnotherFormIsCounted() {
        try (WireBrowser browser = WireBrowser.connect(gateway.port())
                .upgrade(
                        "?ticket=" + gateway.tickets.add(Access.WRITE),
                        "Sec-WebSocket-Protocol: gastown.terminal.v2")) {
            sandbox.accept().answer101(null);
            browser.receiveClose();
            assertFailures("no_subprotocol");
        }
    }

    private void assertFailures(String kind) {
        for (UpstreamFailure failure : UpstreamFailure.values()) {
            assertThat(gateway.metric("gastown.upstream.failures", "kind", failure.label()))
                    .as(failure.label())
                    .isEqualTo(failure.label().equals(kind) ? 1 : 0);
        }
    }

    private double pauses(String direction) {
        return gateway.metric("gastown.relay.pauses", "direction", direction);
    }

    private Timer timer(String name) {
        return gateway.meters.get(name).timer();
    }

    private static void stall(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
