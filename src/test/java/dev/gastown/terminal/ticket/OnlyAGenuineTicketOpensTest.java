package dev.gastown.terminal.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** At the real upgrade: everything else is 401 in the same words, and the sandbox hears nothing of it. */
class OnlyAGenuineTicketOpensTest {
    private static final String SECRET = GatewayFixture.TICKET_SECRET;

    /** The same to HMAC, which fills keys up with zeros; Java allows none of no bytes. */
    private static final String EMPTY_KEY = "\u0000";

    private static final AtomicInteger OPENED = new AtomicInteger();

    private static GatewayFixture gateway;

    /** The two sockets, each with tickets of its own kind. */
    private enum Door {
        TERMINAL("/api/gastown/terminal", "gastown.terminal.v2", "stream_ticket", "gastown-terminal"),
        WALL("/api/gastown/wall", "gastown.wall.v1", "wall_ticket", "gastown-wall");

        private final String path;
        private final String subprotocol;
        private final String type;
        private final String audience;

        Door(String path, String subprotocol, String type, String audience) {
            this.path = path;
            this.subprotocol = subprotocol;
            this.type = type;
            this.audience = audience;
        }

        /** What a ticket says that opens. */
        JsonObject claims() {
            long now = System.currentTimeMillis() / 1_000;
            JsonObject claims = new JsonObject()
                    .put("type", type)
                    .put("userId", "alice")
                    .put("townId", GatewayFixture.TOWN)
                    .put("access", "read")
                    .put("nonce", UUID.randomUUID().toString())
                    .put("iat", now)
                    .put("exp", now + 60)
                    .put("iss", "gastown-gateway")
                    .put("aud", audience);
            return this == WALL
                    ? claims.put("sessionNames", new JsonArray().add("hq-mayor"))
                    : claims.put("sessionName", "hq-mayor");
        }

        /** A ticket with other claims than one that opens. */
        String with(UnaryOperator<JsonObject> change) {
            return Jwts.sign(SECRET, change.apply(claims()));
        }

        /** A ticket with something in its header. */
        String withHeader(String name, Object value) {
            return Jwts.sign(
                    SECRET,
                    new JsonObject().put("alg", "HS256").put("typ", "JWT").put(name, value),
                    claims());
        }
    }

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
        gateway.sandbox().script(request -> {
            OPENED.incrementAndGet();
            request.response().setStatusCode(503).end();
        });
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Without this the others would prove nothing. */
    @ParameterizedTest
    @EnumSource
    void aTicketMadeByHandOpens(Door door) {
        int before = OPENED.get();
        String ticket = door.with(claims -> claims);
        String escaped = "%" + Integer.toHexString(ticket.charAt(0)) + ticket.substring(1);
        ScriptedSandbox.await(gateway.browsers()
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(gateway.port())
                        .addSubProtocol(door.subprotocol)
                        .setURI(door.path + "?ticket=" + escaped)));
        GatewayFixture.eventually("the sandbox to be asked", () -> OPENED.get() == before + 1);
        assertRefused(door, "?ticket=" + ticket);
    }

    @TestFactory
    Stream<DynamicTest> whatIsNoneOpensNothing() {
        return Arrays.stream(Door.values())
                .flatMap(door -> queries(door).stream()
                        .map(row -> DynamicTest.dynamicTest(
                                door + ": " + row.name, () -> assertRefused(door, row.query, row.headers))));
    }

    @Test
    void norDoesOneThatWasMintedForTheOtherDoor() {
        assertRefused(Door.WALL, "?ticket=" + Door.TERMINAL.with(claims -> claims));
        assertRefused(Door.TERMINAL, "?ticket=" + Door.WALL.with(claims -> claims));
    }

    private record Row(String name, String query, String... headers) {}

    private static List<Row> queries(Door door) {
        String genuine = door.with(claims -> claims);
        String[] parts = genuine.split("\\.");
        List<Row> rows = new ArrayList<>(List.of(
                new Row("none", ""),
                new Row("no value", "?ticket"),
                new Row("empty", "?ticket="),
                new Row("a word", "?ticket=nonsense"),
                new Row("dots", "?ticket=.."),
                new Row("a bad escape", "?ticket=%zz"),
                new Row("NUL", "?ticket=" + genuine + "%00"),
                new Row("a space", "?ticket=+" + genuine),
                new Row("as a list", "?ticket[]=" + genuine),
                new Row("twice", "?ticket=" + genuine + "&ticket=" + genuine),
                new Row("in a fragment", "?x=1#ticket=" + genuine),
                new Row("in a header", "", "Authorization: Bearer " + genuine),
                new Row("in another header", "", "Ticket: " + genuine, "X-Ticket: " + genuine),
                new Row("in a cookie", "", "Cookie: ticket=" + genuine + "; gastown_session=" + genuine),
                new Row("as the subprotocol", "", "Sec-WebSocket-Protocol: " + genuine),
                new Row("escaped twice", "?ticket=" + genuine.replace(".", "%252e")),
                new Row("huge", "?ticket=" + "x".repeat(7_000)),
                new Row("padded", "?ticket=" + genuine + "=="),
                new Row("without a signature", "?ticket=" + parts[0] + "." + parts[1] + "."),
                new Row("of four parts", "?ticket=" + genuine + "." + parts[2]),
                new Row("the signature's last bit", "?ticket=" + flipped(genuine)),
                new Row(
                        "another's signature",
                        "?ticket=" + parts[0] + "." + parts[1] + "."
                                + door.with(claims -> claims).split("\\.")[2])));
        for (String ticket : forgeries(door)) {
            rows.add(new Row("forged: " + Jwts.header(ticket), "?ticket=" + ticket));
        }
        for (UnaryOperator<JsonObject> change : wrongClaims(door)) {
            JsonObject claims = change.apply(door.claims());
            rows.add(new Row("claims: " + claims, "?ticket=" + Jwts.sign(SECRET, claims)));
        }
        rows.add(new Row("a user's token", "?ticket=" + Jwts.user(GatewayFixture.SESSION_SECRET, "alice")));
        rows.add(new Row("a user's token with the tickets' key", "?ticket=" + Jwts.user(SECRET, "alice")));
        return rows;
    }

    private static List<String> forgeries(Door door) {
        JsonObject claims = door.claims();
        return List.of(
                Jwts.unsigned(claims),
                Jwts.sign(EMPTY_KEY, new JsonObject().put("alg", "none"), claims),
                door.withHeader("alg", "nOnE"),
                door.withHeader("alg", "HS384"),
                door.withHeader("alg", "HS512"),
                door.withHeader("alg", "RS256"),
                door.withHeader("alg", "ES256"),
                door.withHeader("alg", ""),
                door.withHeader("alg", 7),
                door.withHeader("alg", null),
                door.withHeader("kid", "unknown"),
                door.withHeader("kid", "../../dev/null"),
                door.withHeader("kid", "' OR 1=1 --"),
                door.withHeader("kid", "http://evil.example/key"),
                door.withHeader("kid", "x".repeat(2_000)),
                door.withHeader("kid", 7),
                Jwts.sign(GatewayFixture.SESSION_SECRET, claims),
                Jwts.sign(EMPTY_KEY, new JsonObject().put("alg", "HS256").put("kid", "../../dev/null"), claims),
                Jwts.sign(
                        "own",
                        new JsonObject().put("alg", "HS256").put("jwk", new JsonObject().put("k", "b3du")),
                        claims));
    }

    private static List<UnaryOperator<JsonObject>> wrongClaims(Door door) {
        long now = System.currentTimeMillis() / 1_000;
        List<UnaryOperator<JsonObject>> changes = new ArrayList<>(List.of(
                claims -> claims.put("type", "login"),
                claims -> claims.put("aud", "gastown"),
                claims -> claims.put("aud", new JsonArray()),
                claims -> claims.put("iss", "somebody"),
                claims -> claims.put("access", "admin"),
                claims -> claims.put("access", "WRITE"),
                claims -> claims.put("nonce", "1"),
                claims -> claims.put("townId", "../x"),
                claims -> claims.put("iat", "now"),
                claims -> claims.put("iat", now + 30).put("exp", now + 90),
                claims -> claims.put("iat", now + 30),
                claims -> claims.put("exp", now),
                claims -> claims.put("iat", now - 120).put("exp", now - 60),
                claims -> claims.put("exp", now + 3_600),
                claims -> claims.put("exp", Long.MAX_VALUE),
                claims -> claims.put("exp", -1),
                claims -> claims.put("exp", 1e300),
                claims -> claims.put("sub", "alice"),
                claims -> claims.put("nbf", now),
                claims -> claims.put("role", "mayor"),
                claims -> claims.put(
                        door == Door.WALL ? "sessionNames" : "sessionName",
                        door == Door.WALL ? new JsonArray() : "../hq-mayor")));
        Set<String> names = door.claims().fieldNames();
        for (String name : names) {
            changes.add(claims -> without(claims, name));
            changes.add(claims -> claims.putNull(name));
            changes.add(claims -> claims.put(name, new JsonObject()));
        }
        return changes;
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    /** The first of the last byte's bits that counts is another one. */
    private static String flipped(String ticket) {
        int at = ticket.length() - 2;
        return ticket.substring(0, at) + (ticket.charAt(at) == 'A' ? 'B' : 'A') + ticket.substring(at + 1);
    }

    private static void assertRefused(Door door, String query, String... headers) {
        int before = OPENED.get();
        String[] all = Stream.concat(
                        Stream.of(
                                "Connection: Upgrade",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                        Arrays.stream(headers))
                .toArray(String[]::new);
        RawHttp.Answer answer = RawHttp.send(gateway.port(), "GET " + door.path + query + " HTTP/1.1", "", all);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":\"The ticket is not valid: ask for a new one\"}");
        assertThat(OPENED.get()).isEqualTo(before);
    }
}
