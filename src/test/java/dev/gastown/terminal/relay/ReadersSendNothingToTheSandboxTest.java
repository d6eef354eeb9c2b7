package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class ReadersSendNothingToTheSandboxTest {
    private static final int FRAMES = 10_000;

    private static final List<Frame> BROKEN = List.of(
            new Frame(true, Frame.TEXT, new byte[] {'{', (byte) 0xC0, (byte) 0xAF}),
            new Frame(true, Frame.TEXT, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
            new Frame(true, Frame.TEXT, new byte[] {(byte) 0xF0, (byte) 0x9F}),
            new Frame(true, Frame.CONTINUATION, new byte[] {1}),
            new Frame(true, 3, new byte[] {1}),
            new Frame(false, Frame.PING, new byte[] {1}),
            Frame.binary(new byte[RelayFixture.LIMITS.messageBytes() + 1]));

    /** The sockets a reader may have. */
    private enum Form {
        PLAIN(gateway -> gateway.browser(Access.READ)),
        V2(gateway -> gateway.browser(Access.READ, SharedRelay.V2)),
        WALL(gateway -> gateway.wall("hq-mayor", "gt-nux"));

        private final Function<RelayFixture, WireBrowser> opens;

        Form(Function<RelayFixture, WireBrowser> opens) {
            this.opens = opens;
        }

        WireBrowser open(RelayFixture gateway) {
            return opens.apply(gateway);
        }
    }

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

    @ParameterizedTest
    @EnumSource(Form.class)
    void framesOfEveryKindAreDroppedAndCounted(Form form) {
        AnyInput input = new AnyInput(RelayFixture.LIMITS.messageBytes());
        List<Frame> frames = input.frames(FRAMES);
        long data = frames.stream().filter(Frame::isData).count();
        try (WireBrowser browser = form.open(gateway)) {
            WireSandbox.Viewing session = sandbox.open();
            input.send(browser, frames);
            assertThat(gateway.metric("gastown.relay.dropped.frames"))
                    .as("%s", input)
                    .isEqualTo(data);

            // The socket still works, and the only thing that passes is the close.
            session.send(Frame.text("still here"));
            assertThat(browser.receive()).as("%s", input).isEqualTo(Frame.text("still here"));
            browser.send(Frame.close(1000, ""));
            assertThat(session.receiveAny().opcode()).as("%s", input).isEqualTo(Frame.CLOSE);
            RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
            assertThat(gateway.audited("input_dropped")).hasSize(1);
            JsonObject closed = gateway.audited("connection_closed").get(0);
            assertThat(closed.getLong("droppedFrames")).isEqualTo(data);
            assertThat(closed.getLong("bytesToSandbox")).isZero();
            assertThat(gateway.metric("gastown.relay.bytes", "direction", "to_sandbox"))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatBreaksTheProtocolPassesNoMoreThanTheEnd(Form form) {
        Frame input = Frame.text("{\"type\":\"input\",\"data\":\"rm -rf /\"}");
        for (Frame broken : BROKEN) {
            try (WireBrowser browser = form.open(gateway)) {
                WireSandbox.Viewing session = sandbox.open();
                browser.send(input, broken, input);
                assertThat(session.receiveAny().closeCode()).as("%s", broken).isEqualTo(1001);
                assertThat(browser.receiveClose().closeCode()).as("%s", broken).isIn(1002, 1007, 1009);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void norDoesHalfAFrame(Form form) {
        try (WireBrowser browser = form.open(gateway)) {
            WireSandbox.Viewing session = sandbox.open();
            byte[] frame = browser.encode(Frame.binary("rm -rf /".repeat(100).getBytes(StandardCharsets.UTF_8)));
            browser.sendBytes(Arrays.copyOf(frame, frame.length / 2));
            browser.send(Frame.ping("within the payload"));
            browser.cut();
            assertThat(session.receiveAny().opcode()).isEqualTo(Frame.CLOSE);
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
}
