package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ticket.Access;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class QuietSocketsLiveAndDeadOnesEndTest {
    private static final int PING_MILLIS = 200;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    QuietSocketsLiveAndDeadOnesEndTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode, RelayFixture.limits(limits -> limits.put("pingMillis", PING_MILLIS)));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void aBrowserThatMissesTwoPingsIs4408() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Thread alive = answerPings(session);
            assertThat(browser.receiveAny().opcode()).isEqualTo(Frame.PING);
            assertThat(browser.receiveAny().opcode()).isEqualTo(Frame.PING);
            assertThat(browser.receiveAny().closeCode()).isEqualTo(4408);
            RelayFixture.eventually(() -> !alive.isAlive());
        }
        RelayFixture.eventually(() -> gateway.open() == 0);
        assertThat(gateway.reached(Limit.PING)).isEqualTo(1);
    }

    @Test
    void aSandboxThatMissesTwoPingsIs4504() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4504);
            assertThat(session.receiveAny().opcode()).isEqualTo(Frame.PING);
            assertThat(session.receiveAny().opcode()).isEqualTo(Frame.PING);
            assertThat(session.receiveAny().opcode()).isEqualTo(Frame.CLOSE);
            assertThat(gateway.reached(Limit.PING)).isEqualTo(1);
        }
    }

    @Test
    void aQuietSocketThatAnswersStaysOpen() throws Exception {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Thread alive = answerPings(session);
            int pings = 0;
            while (pings < 12) {
                Frame frame = browser.receiveAny();
                assertThat(frame.opcode()).isEqualTo(Frame.PING);
                browser.send(new Frame(true, Frame.PONG, frame.payload()));
                pings++;
            }
            session.send(Frame.text("still here"));
            assertThat(browser.receive()).isEqualTo(Frame.text("still here"));
            browser.send(Frame.close(1000, ""));
            alive.join();
        }
    }

    @Test
    void aBrowserThatReadsSlowlyButReadsIsNotTakenForDead() {
        try (WireBrowser browser =
                WireBrowser.connect(gateway.port(), 16 * 1024).upgrade("?ticket=" + gateway.tickets.add(Access.READ))) {
            WireSandbox.Viewing session = sandbox.open();
            Thread alive = answerPings(session);
            int blocks = 200;
            Thread output = new Thread(() -> {
                for (int i = 0; i < blocks; i++) {
                    session.send(Frame.binary(new byte[32 * 1024]));
                }
            });
            output.start();
            // At this pace the queue takes many ping intervals to empty, and no ping gets through it in time.
            long next = System.nanoTime();
            int received = 0;
            while (received < blocks) {
                long due = next;
                RelayFixture.eventually(() -> System.nanoTime() > due);
                Frame frame = browser.receiveAny();
                assertThat(frame.opcode()).isNotEqualTo(Frame.CLOSE);
                received += frame.isData() ? 1 : 0;
                if (frame.opcode() == Frame.PING) {
                    browser.send(new Frame(true, Frame.PONG, frame.payload()));
                }
                next += TimeUnit.MILLISECONDS.toNanos(20);
            }
            assertThat(alive.isAlive()).isTrue();
        }
    }

    @Test
    void aBrowserIsNotTakenForDeadForWhatTheNetworkHoldsBeforeIt() throws Exception {
        try (SlowLine line = new SlowLine(gateway.port(), 50_000);
                WireBrowser browser = WireBrowser.on(line).upgrade("?ticket=" + gateway.tickets.add(Access.READ))) {
            WireSandbox.Viewing session = sandbox.open();
            Thread alive = answerPings(session);
            // Two seconds of the line, more than two intervals, and the gateway's network takes it at once.
            Frame[] output = new Frame[100];
            Arrays.fill(output, Frame.binary(new byte[1_000]));
            session.send(output);
            for (Frame frame : output) {
                assertThat(browser.receive()).isEqualTo(frame);
            }
            assertThat(alive.isAlive()).isTrue();
        }
    }

    /** More it need not do (RFC 6455 section 5.5.3). */
    @Test
    void aBrowserThatAnswersOnlyTheLatestPingGoesOn() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Thread alive = answerPings(session);
            Frame some = Frame.binary(new byte[10_000]);
            session.send(some, some);
            assertThat(browser.receive()).isEqualTo(some);
            assertThat(browser.receive()).isEqualTo(some);
            Frame big = Frame.binary(new byte[4 * InFlight.FIRST_WINDOW]);
            session.send(some, big);
            Frame frame = browser.receiveAny();
            while (!frame.equals(big)) {
                frame = browser.receiveAny();
            }
            Frame latest = browser.receiveAny();
            assertThat(latest.opcode()).isEqualTo(Frame.PING);
            browser.send(new Frame(true, Frame.PONG, latest.payload()));

            session.send(Frame.text("still here"));
            assertThat(browser.receive()).isEqualTo(Frame.text("still here"));
            assertThat(alive.isAlive()).isTrue();
        }
    }

    @Test
    void twoPeersThatBothStoppedReadingEndAnyway() {
        try (WireBrowser browser = WireBrowser.connect(gateway.port(), 16 * 1024)
                .upgrade("?ticket=" + gateway.tickets.add(Access.WRITE))) {
            WireSandbox.Viewing session = sandbox.open();
            flood(browser);
            flood(session);
            RelayFixture.eventually(() -> gateway.open() == 0);
        }
    }

    private static void flood(WirePeer peer) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    peer.send(Frame.binary(new byte[32 * 1024]));
                }
            } catch (java.io.UncheckedIOException ended) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Thread answerPings(WireSandbox.Viewing session) {
        Thread thread = new Thread(session::receiveClose);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
