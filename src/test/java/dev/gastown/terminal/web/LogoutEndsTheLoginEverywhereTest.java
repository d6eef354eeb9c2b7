package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.web.feed.SessionFeed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogoutEndsTheLoginEverywhereTest {
    private static final String TOWNS = "/api/trpc/gastown.listTowns";

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void ofCallsAndTickets() {
        String phone = token();
        String laptop = token();
        String unused = ticket(phone);

        RawHttp.Answer answer = logOut("Cookie: gastown_session=" + phone, own());

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie").orElse(""))
                .contains("gastown_session=;", "Max-Age=0", "HTTPOnly", "SameSite=Strict", "Path=/");
        assertThat(gateway.get(TOWNS, bearer(phone)).status()).isEqualTo(401);
        assertThat(gateway.get(
                                "/api/gastown/terminal?ticket=" + unused,
                                "Connection: Upgrade",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                        .status())
                .isEqualTo(401);
        assertThat(gateway.get(TOWNS, bearer(laptop)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(FeedBrowser.Transport.class)
    void ofTheFeed(FeedBrowser.Transport transport) {
        String token = token();
        try (FeedBrowser feed = new FeedBrowser(
                        gateway.browsers(), gateway.port(), SessionFeed.PATH, transport, bearer(token));
                FeedBrowser others = new FeedBrowser(gateway, "alice", transport)) {
            assertThat(logOut(bearer(token)).status()).isEqualTo(204);

            GatewayFixture.eventually("the end of the feed", feed.socket::isClosed);
            assertThat(others.socket.isClosed()).isFalse();
        }
    }

    @Test
    void aForeignPageLogsNobodyOut() {
        String token = token();

        assertThat(logOut("Cookie: gastown_session=" + token, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(gateway.get("/logout", "Cookie: gastown_session=" + token).status())
                .isEqualTo(404);
        assertThat(gateway.get(TOWNS, bearer(token)).status()).isEqualTo(200);
    }

    @Test
    void whoIsNobodyMayLogOutToo() {
        assertThat(logOut(own()).status()).isEqualTo(204);
        assertThat(logOut("Cookie: gastown_session=nonsense").status()).isEqualTo(204);
    }

    private static RawHttp.Answer logOut(String... headers) {
        return gateway.post("/logout", "", headers);
    }

    private static String own() {
        return "Origin: http://127.0.0.1:" + gateway.port();
    }

    /** A login of alice's. */
    private static String token() {
        return Jwts.user(GatewayFixture.SESSION_SECRET, "alice");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    private static String ticket(String token) {
        return gateway.post(TrpcFixture.TICKET_PATH, TrpcFixture.mayor(), bearer(token))
                .json()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
    }
}
