package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class ReadersSendNothingToTheSandboxTest {
    private static final int FRAMES = 5_000;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    ReadersSendNothingToTheSandboxTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void framesOfEveryKindAreDroppedAndCounted() throws Exception {
        Random random = new Random(11);
        int data = 0;
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            boolean inMessage = false;
            for (int i = 0; i < FRAMES; i++) {
                Frame frame = anyFrame(random, inMessage);
                browser.send(frame);
                if (frame.isData()) {
                    data++;
                    inMessage = !frame.fin();
                }
            }
            double expected = data;
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.dropped.frames") == expected);
            assertThat(session.socket.getInputStream().available()).isZero();

            // The socket still works, and the only thing that passes is the close.
            session.send(Frame.text("still here"));
            assertThat(browser.receive()).isEqualTo(Frame.text("still here"));
            browser.send(Frame.close(1000, ""));
            assertThat(session.receiveAny()).isEqualTo(Frame.close(1000, ""));
            RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
            assertThat(gateway.audited("input_dropped")).hasSize(1);
            assertThat(gateway.audited("connection_closed").get(0).getLong("droppedFrames"))
                    .isEqualTo(data);
            assertThat(gateway.audited("connection_closed").get(0).getLong("bytesToSandbox"))
                    .isZero();
        }
    }

    @Test
    void whatAReaderSendsBeforeTheSandboxIsThereIsDroppedAtOnce() throws Exception {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.accept();
            browser.send(Frame.text("rm -rf /"), Frame.binary((byte) 3));
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.dropped.frames") == 2);
            session.answer101(null);
            session.send(Frame.text("ready"));
            assertThat(browser.receive()).isEqualTo(Frame.text("ready"));
            assertThat(session.socket.getInputStream().available()).isZero();
        }
    }

    @Test
    void theCounterIsThereBeforeAnythingIsDropped() {
        assertThat(gateway.meters.scrape())
                .contains("gastown_relay_dropped_frames_total 0.0")
                .contains("gastown_relay_connections{access=\"read\"} 0.0")
                .contains("gastown_relay_bytes_total{direction=\"to_browser\"} 0.0")
                .contains("gastown_upstream_connect_seconds_count 0");
    }

    private static Frame anyFrame(Random random, boolean inMessage) {
        if (random.nextInt(10) == 0) {
            return Frame.ping("p" + random.nextInt(1000));
        }
        if (random.nextInt(20) == 0) {
            return new Frame(true, Frame.PONG, new byte[random.nextInt(125)]);
        }
        boolean fin = random.nextBoolean();
        int opcode = inMessage ? Frame.CONTINUATION : random.nextBoolean() ? Frame.TEXT : Frame.BINARY;
        byte[] payload = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(2_000)];
        java.util.Arrays.fill(payload, (byte) 'a');
        return new Frame(fin, opcode, payload);
    }
}
