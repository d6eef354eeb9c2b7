package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class RelayPassesEverythingUntouchedTest {
    private static final int MIB = 1 << 20;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    RelayPassesEverythingUntouchedTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void whatTheSandboxSendsReachesTheBrowserFrameByFrame(Access access) {
        try (WireBrowser browser = gateway.browser(access)) {
            WireSandbox.Viewing session = sandbox.open();
            for (Frame frame : everyKindOfFrame()) {
                session.send(frame);
                assertThat(browser.receive()).isEqualTo(frame);
            }
        }
    }

    @Test
    void whatAWriterSendsReachesTheSandboxFrameByFrame() {
        try (WireBrowser browser = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.open();
            for (Frame frame : everyKindOfFrame()) {
                browser.send(frame);
                assertThat(session.receive()).isEqualTo(frame);
            }
        }
    }

    @Test
    void framesBehindTheSandboxesHandshakeAreNotLost() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.accept();
            Frame[] frames = new Frame[500];
            Arrays.setAll(frames, i -> Frame.text("line " + i));
            session.answer101(null, frames);
            for (Frame frame : frames) {
                assertThat(browser.receive()).isEqualTo(frame);
            }
        }
    }

    @Test
    void outputAndCloseBehindTheHandshakeBothArrive() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept().answer101(null, Frame.text("last words"), Frame.close(1000, "ended"));
            assertThat(browser.receive()).isEqualTo(Frame.text("last words"));
            assertThat(browser.receive()).isEqualTo(Frame.close(1000, "ended"));
        }
    }

    @Test
    void whatAWriterTypesBeforeTheSandboxIsThereArrivesLater() {
        try (WireBrowser browser = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.accept();
            Frame[] typed = new Frame[200];
            Arrays.setAll(typed, i -> Frame.text("early " + i));
            browser.send(typed);
            session.answer101(null);
            for (Frame frame : typed) {
                assertThat(session.receive()).isEqualTo(frame);
            }
        }
    }

    @Test
    void fiftyMegabytesArriveWhole() throws Exception {
        int messages = 50;
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Thread output = new Thread(() -> {
                Random random = new Random(7);
                for (int i = 0; i < messages; i++) {
                    byte[] block = new byte[MIB];
                    random.nextBytes(block);
                    sent.update(block);
                    for (int at = 0; at < MIB; at += MIB / 16) {
                        session.send(Frame.binary(Arrays.copyOfRange(block, at, at + MIB / 16)));
                    }
                }
            });
            output.start();
            long bytes = 0;
            while (bytes < (long) messages * MIB) {
                Frame frame = browser.receive();
                received.update(frame.payload());
                bytes += frame.payload().length;
            }
            output.join();
            assertThat(HexFormat.of().formatHex(received.digest()))
                    .isEqualTo(HexFormat.of().formatHex(sent.digest()));
            assertThat(gateway.metric("gastown.relay.bytes", "direction", "to_browser"))
                    .isEqualTo((double) messages * MIB);
        }
    }

    @Test
    void theSandboxIsAskedForTheSubprotocolTheBrowserOffered() {
        try (WireBrowser browser =
                gateway.browser(Access.READ, "Sec-WebSocket-Protocol: other, " + SandboxApi.TERMINAL_V2)) {
            assertThat(browser.answer()).containsIgnoringCase("sec-websocket-protocol: " + SandboxApi.TERMINAL_V2);
            WireSandbox.Viewing session = sandbox.open();
            assertThat(session.header("sec-websocket-protocol")).isEqualTo(SandboxApi.TERMINAL_V2);
            assertThat(session.head()).startsWith("GET /sessions/hq-mayor HTTP/1.1");
            assertThat(session.header("x-internal-api-key")).isEqualTo(RelayFixture.KEY);
            session.send(Frame.binary((byte) 1));
            assertThat(browser.receive()).isEqualTo(Frame.binary((byte) 1));
        }
    }

    @Test
    void withoutAnOfferThePlainFormIsUsed() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            assertThat(browser.answer()).doesNotContainIgnoringCase("sec-websocket-protocol");
            assertThat(sandbox.open().header("sec-websocket-protocol")).isNull();
        }
    }

    @Test
    void pingsOfTheBrowserAreAnsweredByTheGateway() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open();
            browser.send(Frame.ping("there?"));
            assertThat(browser.receiveAny())
                    .isEqualTo(new Frame(true, Frame.PONG, Frame.ping("there?").payload()));
        }
    }

    @Test
    void pingsThatComeTogetherAreAllAnsweredInOrder() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open();
            Frame[] pings = IntStream.range(0, 10)
                    .mapToObj(number -> Frame.ping("ping " + number))
                    .toArray(Frame[]::new);
            browser.send(pings);
            for (Frame ping : pings) {
                assertThat(browser.receiveAny()).isEqualTo(new Frame(true, Frame.PONG, ping.payload()));
            }
        }
    }

    private static Frame[] everyKindOfFrame() {
        byte[] big = new byte[MIB];
        new Random(3).nextBytes(big);
        byte[] bigText = new byte[MIB];
        Arrays.fill(bigText, (byte) 'x');
        byte[] snowman = "☃".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Frame[] {
            Frame.text("{\"type\":\"output\",\"data\":\"\\u001b[31mé漢字😀\"}"),
            Frame.binary((byte) 0, (byte) 0xFF, (byte) 0xC3, (byte) 0x28),
            Frame.text(""),
            Frame.binary(),
            new Frame(false, Frame.BINARY, new byte[] {1}),
            new Frame(false, Frame.CONTINUATION, new byte[0]),
            new Frame(false, Frame.CONTINUATION, new byte[] {(byte) 0xFF}),
            new Frame(true, Frame.CONTINUATION, new byte[] {2}),
            new Frame(false, Frame.TEXT, Arrays.copyOf(snowman, 1)),
            new Frame(false, Frame.CONTINUATION, new byte[] {snowman[1]}),
            new Frame(true, Frame.CONTINUATION, new byte[] {snowman[2]}),
            new Frame(true, Frame.BINARY, big),
            new Frame(true, Frame.TEXT, bigText),
            Frame.binary(new byte[125]),
            Frame.binary(new byte[126]),
            Frame.binary(new byte[65535]),
            Frame.binary(new byte[65536]),
        };
    }
}
