package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestCertificates;
import dev.gastown.terminal.TestCertificates.Owner;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ticket.Access;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

@ParameterizedClass
@CsvSource({"FAST, false", "FRAMES, false", "FAST, true", "FRAMES, true"})
class SlowPeersSlowOnlyThemselvesTest {
    private static final int BLOCK = 32 * 1024;
    private static final int SMALL_WINDOW = 16 * 1024;

    /** What the kernels of three connections and the gateway's queues may hold of one direction; the flood is bigger. */
    private static final long MOST_ON_THE_WAY = 16L << 20;

    private static final long FLOOD = 32L << 20;

    @TempDir
    private static Path directory;

    private static RelayFixture.Https https;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    SlowPeersSlowOnlyThemselvesTest(RelayMode mode, boolean byHttps) {
        gateway = new RelayFixture(sandbox, mode, byHttps ? Optional.of(https) : Optional.empty());
    }

    @BeforeAll
    static void makeCertificates() {
        try (TestCertificates certificates = new TestCertificates()) {
            https = new RelayFixture.Https(
                    new HttpSettings.Tls(
                            certificates.certificateOf(Owner.GENUINE, directory.resolve("tls.crt")),
                            certificates.keyOf(Owner.GENUINE, directory.resolve("tls.key"))),
                    certificates.trusting());
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void aBrowserThatDoesNotReadPausesItsSandboxSocketAndNobodyElse() {
        try (WireBrowser slow = slowBrowser(Access.READ);
                Flood flood = new Flood(sandbox.open());
                WireBrowser quick = gateway.browser(Access.READ)) {
            WireSandbox.Viewing other = sandbox.open();
            flood.untilItStands();
            assertThat(flood.sent.get()).isLessThan(MOST_ON_THE_WAY);
            assertThat(gateway.reached(Limit.WRITE_QUEUE_BYTES)).isPositive();
            for (int i = 0; i < 100; i++) {
                other.send(Frame.text("line " + i));
                assertThat(quick.receive()).isEqualTo(Frame.text("line " + i));
            }
            assertThat(gateway.metric("gastown.relay.bytes", "direction", "to_browser"))
                    .isLessThan(MOST_ON_THE_WAY);

            // It reads again, and has missed nothing.
            long received = 0;
            while (received < FLOOD) {
                byte[] payload = slow.receive().payload();
                assertThat(payload[0]).isEqualTo((byte) (received / BLOCK));
                received += payload.length;
            }
            assertThat(received).isEqualTo(FLOOD);
        }
    }

    @Test
    void aViewerThatLeavesWhileItsSandboxSocketIsPausedReleasesIt() {
        WireBrowser slow = slowBrowser(Access.READ);
        WireSandbox.Viewing session = sandbox.open();
        try (Flood flood = new Flood(session)) {
            flood.untilItStands();
            slow.cut();
            // What the flood still has in the way is discarded, then comes the close.
            assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
            RelayFixture.eventually(() -> gateway.open() == 0);
            assertThat(session.seesEnd()).isTrue();
        }
    }

    @Test
    void aSandboxThatDoesNotReadPausesItsWriterAndNobodyElse() {
        try (WireBrowser writer = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.open();
            try (Flood flood = new Flood(writer)) {
                flood.untilItStands();
                assertThat(flood.sent.get()).isLessThan(MOST_ON_THE_WAY);
                session.send(Frame.text("output goes on"));
                assertThat(writer.receive()).isEqualTo(Frame.text("output goes on"));
                long received = 0;
                while (received < FLOOD) {
                    received += session.receive().payload().length;
                }
                assertThat(received).isEqualTo(FLOOD);
            }
        }
    }

    @Test
    void aWriterWhoIsFasterThanAllowedIsReadLaterAndLosesNothing() {
        gateway.limits = RelayFixture.limits(limits -> limits.put("writerBytesPerSecond", 1_000_000));
        int pasted = 2_000_000;
        try (WireBrowser writer = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.open();
            long begin = System.nanoTime();
            for (int i = 0; i < pasted / 10_000; i++) {
                writer.send(Frame.binary(new byte[10_000]));
            }
            int received = 0;
            while (received < pasted) {
                received += session.receive().payload().length;
            }
            assertThat(received).isEqualTo(pasted);
            // The first second's bytes at once, then what another second brings; but for the last read.
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
            assertThat(gateway.reached(Limit.WRITER_BYTES_PER_SECOND)).isPositive();
        }
    }

    @Test
    void aReadersFloodIsReadToTheEndAndCostsTheSandboxNothing() throws Exception {
        try (WireBrowser reader = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Flood flood = new Flood(reader);
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.dropped.frames") == FLOOD / BLOCK);
            RelayFixture.eventually(() -> flood.sent.get() == FLOOD);
            assertThat(session.socket.getInputStream().available()).isZero();
        }
    }

    @Test
    void aFloodOfPingsNobodyReadsTheAnswersOfFillsNoMemory() {
        try (WireBrowser browser = slowBrowser(Access.READ);
                Flood flood = new Flood(sandbox.open())) {
            flood.untilItStands();
            for (int i = 0; i < 20_000; i++) {
                browser.send(new Frame(true, Frame.PING, new byte[125]));
            }
            browser.send(Frame.ping("last"));
            int pongs = 0;
            Frame frame = browser.receiveAny();
            while (frame.opcode() != Frame.PONG || !frame.utf8().equals("last")) {
                pongs += frame.opcode() == Frame.PONG ? 1 : 0;
                frame = browser.receiveAny();
            }
            assertThat(pongs).isLessThan(2_000);
        }
    }

    private WireBrowser slowBrowser(Access access) {
        return gateway.connect(SMALL_WINDOW).upgrade("?ticket=" + gateway.tickets.add(access));
    }

    /** Sends {@link #FLOOD} bytes in numbered blocks, as fast as they are taken. */
    private static final class Flood implements AutoCloseable {
        final AtomicLong sent = new AtomicLong();
        private final Thread thread;
        private final WirePeer peer;

        Flood(WirePeer peer) {
            this.peer = peer;
            thread = new Thread(() -> {
                try {
                    for (long at = 0; at < FLOOD; at += BLOCK) {
                        byte[] block = new byte[BLOCK];
                        block[0] = (byte) (at / BLOCK);
                        peer.send(Frame.binary(block));
                        sent.addAndGet(BLOCK);
                    }
                } catch (UncheckedIOException gone) {
                    return;
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** Waits until nothing more was taken for a while. */
        void untilItStands() {
            long[] seen = {-1, System.nanoTime()};
            RelayFixture.eventually(() -> {
                long now = sent.get();
                if (now != seen[0]) {
                    seen[0] = now;
                    seen[1] = System.nanoTime();
                }
                return now > 0 && System.nanoTime() - seen[1] > 700_000_000L;
            });
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
