package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.TownStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeIsRefusedBeforeAnythingOpensTest {
    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway = new RelayFixture(sandbox, RelayMode.FAST);

    @AfterEach
    void stop() {
        assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        assertThat(gateway.open()).isZero();
        sandbox.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?ticket=", "?ticket=nonsense", "?ticket=%ZZ", "?ticket", "?other=1"})
    void aBadTicketIs401(String query) {
        assertThat(upgrade(query).status()).isEqualTo(401);
    }

    @Test
    void aUsedTicketIs401() {
        String ticket = gateway.tickets.add(Access.READ);
        gateway.tickets.redeem(ticket);
        assertThat(upgrade("?ticket=" + ticket).status()).isEqualTo(401);
    }

    @Test
    void twoTicketsAre401AndNeitherIsUsedUp() {
        String query = "?ticket=" + gateway.tickets.add(Access.READ) + "&ticket=" + gateway.tickets.add(Access.READ);
        assertThat(upgrade(query).status()).isEqualTo(401);
        assertThat(gateway.tickets.unused()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "null", "http://127.0.0.1:1", "https://friend.example.evil.example"})
    void aForeignPageIs403AndKeepsTheTicket(String origin) {
        WireBrowser browser = upgrade("?ticket=" + gateway.tickets.add(Access.READ), "Origin: " + origin);
        assertThat(browser.status()).isEqualTo(403);
        assertThat(gateway.tickets.unused()).isEqualTo(1);
    }

    @Test
    void aForeignPageWithABadTicketIs403() {
        assertThat(upgrade("?ticket=nonsense", "Origin: null").status()).isEqualTo(403);
    }

    @Test
    void anotherUsersTownIs403() {
        String ticket = gateway.tickets.add("mallory", "hq-mayor", Access.READ);
        assertThat(upgrade("?ticket=" + ticket).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(names = "RUNNING", mode = EnumSource.Mode.EXCLUDE, value = TownStatus.class)
    void aTownThatDoesNotRunIs403(TownStatus status) {
        gateway.towns.put(RelayFixture.town("alice", status, sandbox));
        assertThat(upgrade("?ticket=" + gateway.tickets.add(Access.READ)).status())
                .isEqualTo(403);
    }

    @Test
    void aTownThatIsGoneAnswersLikeAnothers() {
        String others = upgrade("?ticket=" + gateway.tickets.add("mallory", "hq-mayor", Access.READ))
                .body();
        gateway.towns.remove(RelayFixture.TOWN);
        WireBrowser browser = upgrade("?ticket=" + gateway.tickets.add(Access.READ));
        assertThat(browser.status()).isEqualTo(403);
        assertThat(browser.body()).isEqualTo(others);
    }

    @Test
    void aDirectoryThatIsDownIs503() {
        gateway.towns.down = true;
        assertThat(upgrade("?ticket=" + gateway.tickets.add(Access.READ)).status())
                .isEqualTo(503);
    }

    @Test
    void aNodeThatIsGoingAwayIs503AndKeepsTheTicket() {
        RelayFixture.await(gateway.sockets.drain(RelayFixture.LIMITS.drain()));
        assertThat(upgrade("?ticket=" + gateway.tickets.add(Access.READ)).status())
                .isEqualTo(503);
        assertThat(gateway.tickets.unused()).isEqualTo(1);
    }

    static Stream<List<String>> requestsThatAreNoUpgrade() {
        return Stream.of(
                List.of("GET", "Accept: */*"),
                List.of("GET", "Upgrade: h2c", "Connection: Upgrade"),
                List.of("GET", "Upgrade: websocket", "Connection: keep-alive", "Sec-WebSocket-Version: 13"),
                List.of("GET", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
                List.of(
                        "GET",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 8",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                List.of(
                        "POST",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @ParameterizedTest
    @MethodSource("requestsThatAreNoUpgrade")
    void whatIsNoUpgradeIs426WhateverElseIsWrong(List<String> request) {
        WireBrowser browser = WireBrowser.connect(gateway.port());
        String[] head = request.toArray(String[]::new);
        head[0] = request.get(0) + " /api/gastown/terminal?ticket=nonsense HTTP/1.1\r\nHost: x\r\nOrigin: null";
        browser.sendHead(head);
        assertThat(browser.receiveHead())
                .startsWith("HTTP/1.1 426")
                .containsIgnoringCase("sec-websocket-version: 13")
                .containsIgnoringCase("upgrade: websocket");
    }

    @Test
    void noAnswerRepeatsTheTicketAndNoRefusalIsUnaudited() {
        WireBrowser browser = upgrade("?ticket=secret-word");
        assertThat(browser.answer() + browser.body()).doesNotContain("secret-word");
        RelayFixture.eventually(() -> gateway.audited("connection_refused").size() == 1);
        assertThat(gateway.audit.toString()).contains("401").doesNotContain("secret-word");
    }

    private WireBrowser upgrade(String query, String... headers) {
        return WireBrowser.connect(gateway.port()).upgrade(query, headers);
    }
}
