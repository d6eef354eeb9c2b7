package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.web.feed.SessionFeed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page may call is decided by its origin alone, at every address and in the same way. */
class EveryDoorKnowsItsPagesTest {
    private static final String[] UPGRADE = {
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    /** Addresses that answer a page that may come, but comes without a user or a ticket, with 401. */
    private static final List<Door> DOORS = List.of(
            new Door("GET", GatewayRoutes.TERMINAL_PATH + "?ticket=nonsense", UPGRADE),
            new Door("GET", GatewayRoutes.WALL_PATH + "?ticket=nonsense", UPGRADE),
            new Door("GET", SessionFeed.PATH + "/websocket", UPGRADE),
            new Door("GET", SessionFeed.PATH + "/000/abcdefgh/websocket", UPGRADE),
            new Door("POST", SessionFeed.PATH + "/000/abcdefgh/xhr"),
            new Door("POST", SessionFeed.PATH + "/000/abcdefgh/xhr_streaming"),
            new Door("POST", SessionFeed.PATH + "/000/abcdefgh/xhr_send"),
            new Door("GET", SessionFeed.PATH + "/000/abcdefgh/eventsource"),
            new Door("GET", SessionFeed.PATH + "/000/abcdefgh/htmlfile?c=x"),
            new Door("GET", SessionFeed.PATH + "/000/abcdefgh/jsonp?c=x"),
            new Door("POST", SessionFeed.PATH + "/000/abcdefgh/jsonp_send"),
            new Door("GET", "/api/trpc/gastown.listTowns"),
            new Door("POST", TrpcFixture.TICKET_PATH, "Content-Type: application/json"));

    private static GatewayFixture gateway;

    private record Door(String method, String path, String... headers) {
        RawHttp.Answer knock(String... more) {
            String[] all = Stream.of(headers, more).flatMap(Arrays::stream).toArray(String[]::new);
            String body = "POST".equals(method) ? TrpcFixture.mayor() : "";
            return RawHttp.send(gateway.port(), method + " " + path + " HTTP/1.1", body, all);
        }
    }

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(new JsonObject()
                .put("http", new JsonObject().put("allowedOrigins", new JsonArray().add("https://friend.example"))));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://OWN", "HTTP://OWN", "https://friend.example", "https://FRIEND.example", "-"})
    void thoseThatMayComeAreAskedWhoTheyAre(String page) {
        for (Door door : DOORS) {
            RawHttp.Answer answer = door.knock(origins(page));
            assertThat(answer.status()).as("%s", door).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({"same-origin, 401", "none, 401", "same-site, 403", "cross-site, 403", "'', 403"})
    void whoNamesNoOriginIsJudgedByWhatTheBrowserTellsOfThePage(String site, int status) {
        double ticketsBefore = gateway.metric("gastown.tickets.issued");
        for (Door door : DOORS) {
            String[] cookie = {status == 403 ? GatewayFixture.cookie("alice") : "X: y", "Sec-Fetch-Site: " + site};
            assertThat(door.knock(cookie).status()).as("%s", door).isEqualTo(status);
        }
        assertThat(gateway.metric("gastown.tickets.issued")).isEqualTo(ticketsBefore);
    }

    static Stream<String> foreignPages() {
        return Stream.of(
                "https://evil.example",
                "null",
                "",
                "*",
                "file://",
                // Another port, scheme or name of the same machine.
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "https://OWN",
                "ws://OWN",
                "//OWN",
                "OWN",
                "http://localhost:PORT",
                "http://[::1]:PORT",
                "http://2130706433:PORT",
                "http://friend.example",
                "https://friend.example:444",
                // Begins or ends like one that may.
                "http://OWN.evil.example",
                "http://evilOWN",
                "http://OWN0",
                "https://friend.example.evil.example",
                "https://evilfriend.example",
                "https://evil.friend.example",
                "https://friend.exampleevil",
                "https://friend",
                // What no browser sends.
                "http://OWN/",
                "http://OWN.",
                "http://127.0.0.1.:PORT",
                "https://friend.example.",
                "https://friend.example/",
                "https://friend.example/path",
                "https://friend.example?x",
                "https://friend.example#x",
                "https://friend.example@evil.example",
                "https://user@friend.example",
                "http://user:password@OWN",
                "https://friend.example, https://friend.example",
                "https://friend.example https://friend.example",
                "https://frіend.example",
                "https://friend.example|https://friend.example",
                "http://OWN|https://evil.example",
                "https://evil.example|http://OWN");
    }

    @ParameterizedTest
    @MethodSource("foreignPages")
    void allOthersGetNothingEvenWithAUser(String page) {
        double ticketsBefore = gateway.metric("gastown.tickets.issued");
        int askedBefore = gateway.sandbox().asked();
        String[] headers = Stream.concat(Arrays.stream(origins(page)), Stream.of(GatewayFixture.cookie("alice")))
                .toArray(String[]::new);
        for (Door door : DOORS) {
            RawHttp.Answer answer = door.knock(headers);
            assertThat(answer.status()).as("%s", door).isEqualTo(403);
            assertInvitesNobody(answer);
        }
        RawHttp.Answer info = gateway.get(SessionFeed.PATH + "/info", headers);
        assertThat(info.status()).isEqualTo(200);
        assertInvitesNobody(info);
        RawHttp.Answer frame = gateway.get(SessionFeed.PATH + "/iframe.html", headers);
        assertThat(frame.status()).isEqualTo(404);
        assertThat(gateway.metric("gastown.tickets.issued")).isEqualTo(ticketsBefore);
        assertThat(gateway.sandbox().asked()).isEqualTo(askedBefore);
    }

    @ParameterizedTest
    @MethodSource("foreignPages")
    void norAreTheyToldThatTheyMayAsk(String page) {
        for (Door door : DOORS) {
            String[] question = {
                "Access-Control-Request-Method: " + door.method(), "Access-Control-Request-Headers: content-type"
            };
            String[] headers =
                    Stream.of(question, origins(page)).flatMap(Arrays::stream).toArray(String[]::new);
            assertInvitesNobody(RawHttp.send(gateway.port(), "OPTIONS " + door.path() + " HTTP/1.1", "", headers));
        }
    }

    private static void assertInvitesNobody(RawHttp.Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    /** Header lines, one for each part between bars; none for a hyphen. */
    private static String[] origins(String page) {
        if ("-".equals(page)) {
            return new String[0];
        }
        String named =
                page.replace("OWN", "127.0.0.1:" + gateway.port()).replace("PORT", String.valueOf(gateway.port()));
        return Arrays.stream(named.split("\\|", -1))
                .map(origin -> "Origin: " + origin)
                .toArray(String[]::new);
    }
}
