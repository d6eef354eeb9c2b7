package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class CloseCodesTest {
    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    CloseCodesTest(RelayMode mode) {
        gateway = new RelayFixture(
                sandbox,
                mode,
                RelayFixture.limits(limits -> limits.put("messageBytes", 10_000).put("upstreamConnectMillis", 2_500)));
    }

    @AfterEach
    void stop() {
        RelayFixture.eventually(() -> gateway.open() == 0);
        sandbox.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4404, 4999
            })
    void theSandboxesCodeAndReasonPassThroughBehindItsData(int code) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.send(Frame.text("last words"), Frame.close(code, "because é"));
            assertThat(browser.receive()).isEqualTo(Frame.text("last words"));
            assertThat(browser.receiveClose()).isEqualTo(Frame.close(code, "because é"));
            assertThat(browser.seesEnd()).isTrue();
            assertThat(session.receive()).isEqualTo(Frame.close(code, "because é"));
        }
    }

    @Test
    void aCloseWithoutStatusIs1000() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open().send(Frame.closeWithoutStatus());
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSandboxCutWithoutACloseFrameIs4502(boolean reset) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.send(Frame.text("half a wo"));
            assertThat(browser.receive()).isEqualTo(Frame.text("half a wo"));
            if (reset) {
                session.cut();
            } else {
                session.close();
            }
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        }
    }

    /** Reserved, unassigned and impossible codes of RFC 6455 section 7.4. */
    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void aCodeThatMustNotBeSentIs4502(int code) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open().send(Frame.close(code, ""));
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
    void aBrowserThatSendsSuchACodeIsTold1002(int code) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            browser.send(Frame.close(code, ""));
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1002);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8181, masked",
        "f10161, reserved bits",
        "8300, reserved opcode",
        "0900, fragmented ping",
        "8001, continuation of nothing"
    })
    void aSandboxThatBreaksTheProtocolIs4502(String bytes, String what) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.sendBytes(java.util.HexFormat.of().parseHex(bytes + "00000000"));
            assertThat(browser.receiveClose().closeCode()).as(what).isEqualTo(4502);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void aBrowserThatBreaksTheProtocolIsTold1002() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open();
            browser.sendBytes((byte) 0x81, (byte) 0x01, (byte) 'a');
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1002);
        }
    }

    @ParameterizedTest
    @CsvSource({"c328, overlong start", "eda080, surrogate", "f4908080, beyond Unicode", "e282, cut short"})
    void textThatIsNotUtf8Is1007ToABrowserAnd4502FromASandbox(String hex, String what) {
        Frame bad = new Frame(true, Frame.TEXT, java.util.HexFormat.of().parseHex(hex));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open();
            browser.send(bad);
            assertThat(browser.receiveClose().closeCode()).as(what).isEqualTo(1007);
        }
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.send(bad);
            assertThat(browser.receiveClose().closeCode()).as(what).isEqualTo(4502);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void badTextIsFoundAcrossFragments() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (WireBrowser browser = gateway.browser(Access.WRITE)) {
            sandbox.open();
            browser.send(
                    new Frame(false, Frame.TEXT, new byte[] {euro[0]}),
                    Frame.ping("between"),
                    new Frame(true, Frame.CONTINUATION, new byte[] {'a'}));
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageTooBigIs1009FromEitherSide(boolean inFragments) {
        Frame[] big = inFragments
                ? new Frame[] {
                    new Frame(false, Frame.BINARY, new byte[6_000]),
                    new Frame(true, Frame.CONTINUATION, new byte[6_000])
                }
                : new Frame[] {Frame.binary(new byte[10_001])};
        try (WireBrowser browser = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.open();
            browser.send(big);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1009);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        }
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            session.send(big);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(1009);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1009);
        }
        assertThat(gateway.reached(Limit.MESSAGE_BYTES)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000, 4999})
    void theBrowsersCloseIsAnsweredAndPassedOn(int code) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            browser.send(Frame.close(code, "bye"));
            assertThat(browser.receive()).isEqualTo(Frame.close(code, "bye"));
            assertThat(browser.seesEnd()).isTrue();
            assertThat(session.receiveClose()).isEqualTo(Frame.close(code, "bye"));
        }
    }

    @Test
    void aBrowsersCloseWithoutStatusIsAnsweredAlike() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.open();
            browser.send(Frame.closeWithoutStatus());
            assertThat(browser.receive()).isEqualTo(Frame.closeWithoutStatus());
            assertThat(session.receiveClose()).isEqualTo(Frame.closeWithoutStatus());
        }
    }

    @Test
    void aBrowserThatIsCutReleasesTheSandbox() {
        WireBrowser browser = gateway.browser(Access.READ);
        WireSandbox.Viewing session = sandbox.open();
        browser.cut();
        assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        assertThat(session.seesEnd()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "404 Not Found, 4404",
        "401 Unauthorized, 4502",
        "503 Service Unavailable, 4502",
        "302 Found, 4502",
        "200 OK, 4502"
    })
    void aRefusalOfTheSandboxIsTold(String status, int code) {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept().sendHead("HTTP/1.1 " + status, "Location: " + sandbox.url(), "Content-Length: 0");
            assertThat(browser.receiveClose().closeCode()).isEqualTo(code);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void aSandboxThatIsNotThereIs4502() {
        WireSandbox gone = new WireSandbox();
        gone.close();
        gateway.towns.put(RelayFixture.town("alice", TownStatus.RUNNING, gone));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        }
    }

    @Test
    void aSandboxThatHangsUpDuringTheHandshakeIs4502() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept().close();
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        }
    }

    @Test
    void aSandboxThatNeverAnswersIs4504() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            WireSandbox.Viewing session = sandbox.accept();
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4504);
            assertThat(session.seesEnd()).isTrue();
            assertThat(gateway.reached(Limit.UPSTREAM_CONNECT)).isEqualTo(1);
        }
    }

    @Test
    void aTownWithoutAKeyIs4502AndIsNotAsked() {
        gateway.towns.put(new Town(
                RelayFixture.TOWN,
                "Springfield",
                Owners.users("alice"),
                sandbox.url(),
                Optional.empty(),
                TownStatus.RUNNING));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sessions", "a b", "", "x?y", "hq-mayor/.."})
    void aNameThatIsNoneNeverReachesAUrl(String session) {
        String ticket = gateway.tickets.add("alice", session, Access.READ);
        try (WireBrowser browser = WireBrowser.connect(gateway.port()).upgrade("?ticket=" + ticket)) {
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4404);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gastown.terminal.v1"})
    void anotherSubprotocolThanTheOneOfferedIs4406(String selected) {
        try (WireBrowser browser = gateway.browser(Access.READ, "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2)) {
            sandbox.accept().answer101(selected.isEmpty() ? null : selected);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4406);
        }
    }

    @Test
    void aSubprotocolNobodyOfferedIs4406() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.accept().answer101(SandboxApi.TERMINAL_V2);
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4406);
        }
    }

    @Test
    void aSandboxBehindTlsThatCanNotBeTrustedIs4502() {
        gateway.towns.put(new Town(
                RelayFixture.TOWN,
                "Springfield",
                Owners.users("alice"),
                URI.create("https://127.0.0.1:" + sandbox.url().getPort()),
                Optional.of(RelayFixture.KEY),
                TownStatus.RUNNING));
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            // Its first line is a TLS greeting: in the clear the key would stand there.
            WireSandbox.Viewing session = sandbox.acceptRaw();
            session.sendHead("HTTP/1.1 101 Switching Protocols");
            assertThat(browser.receiveClose().closeCode()).isEqualTo(4502);
        }
    }

    @Test
    void closesAreCountedByCode() {
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open().send(Frame.close(4999, ""));
            browser.receiveClose();
        }
        try (WireBrowser browser = gateway.browser(Access.READ)) {
            sandbox.open().send(Frame.close(1000, ""));
            browser.receiveClose();
        }
        RelayFixture.eventually(() -> gateway.open() == 0);
        assertThat(gateway.meters.scrape())
                .contains("gastown_relay_closed_total{code=\"1000\"} 1.0")
                .contains("gastown_relay_closed_total{code=\"other\"} 1.0");
    }
}
