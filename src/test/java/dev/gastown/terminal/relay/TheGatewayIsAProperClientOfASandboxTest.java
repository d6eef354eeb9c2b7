package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What RFC 6455 asks of a client, seen by a sandbox; that every frame is masked, {@link WirePeer} sees to everywhere. */
@ParameterizedClass
@EnumSource(RelayMode.class)
class TheGatewayIsAProperClientOfASandboxTest {
    private static final int PINGS = 10;
    private static final int HEADER_BYTES = 2;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    TheGatewayIsAProperClientOfASandboxTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void aSandboxesPingsAreAllAnsweredInOrderAndItsPongsAreNotAndTheViewerSeesNeither() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Frame[] pings = pings();
            session.send(new Frame(true, Frame.PONG, new byte[] {1}));
            session.send(pings);
            for (Frame ping : pings) {
                assertThat(session.receiveAny()).isEqualTo(new Frame(true, Frame.PONG, ping.payload()));
            }
            session.send(Frame.text("the first thing to see"));
            assertThat(browser.receiveAny()).isEqualTo(Frame.text("the first thing to see"));
        }
    }

    @Test
    void pingsBetweenFragmentsAreAnsweredBeforeTheMessageEnds() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            Frame begin = new Frame(false, Frame.TEXT, new byte[] {'a'});
            Frame end = new Frame(true, Frame.CONTINUATION, new byte[] {'b'});
            session.send(begin, Frame.ping("between"));
            assertThat(session.receiveAny())
                    .isEqualTo(new Frame(true, Frame.PONG, Frame.ping("between").payload()));
            session.send(end);
            assertThat(browser.receiveAny()).isEqualTo(begin);
            assertThat(browser.receiveAny()).isEqualTo(end);
        }
    }

    /** A key that can be foretold would let a viewer decide what bytes are on the wire (RFC 6455 section 10.3). */
    @Test
    void noTwoFramesOfTheGatewaysOwnHaveTheSameMask() throws IOException {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.send(pings());
            Set<Integer> masks = new HashSet<>();
            for (Frame ping : pings()) {
                session.in.skipNBytes(HEADER_BYTES);
                masks.add(session.in.readInt());
                session.in.skipNBytes(ping.payload().length);
            }
            browser.send(Frame.closeWithoutStatus());
            session.in.skipNBytes(HEADER_BYTES);
            masks.add(session.in.readInt());
            assertThat(masks).hasSize(PINGS + 1).doesNotContain(0);
        }
    }

    @Test
    void whatASandboxSaidBeforeItBrokeTheStandardIsShown() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            byte[] said = session.encode(Frame.text("last words"));
            byte[] both = Arrays.copyOf(said, said.length + HEADER_BYTES);
            both[said.length] = (byte) 0x83;
            session.sendBytes(both);
            assertThat(browser.receive()).isEqualTo(Frame.text("last words"));
            assertThat(browser.receiveClose().closeCode()).isEqualTo(Close.UNREACHABLE.code());
            assertThat(session.receiveClose().closeCode()).isEqualTo(Close.PROTOCOL_ERROR.code());
        }
    }

    private static Frame[] pings() {
        return IntStream.range(0, PINGS)
                .mapToObj(number -> Frame.ping("ping " + number))
                .toArray(Frame[]::new);
    }
}
