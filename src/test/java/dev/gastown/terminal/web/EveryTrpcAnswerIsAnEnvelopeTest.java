package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.assertEnvelope;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.encoded;
import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static dev.gastown.terminal.web.TrpcFixture.mayor;
import static dev.gastown.terminal.web.TrpcFixture.ticketInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EveryTrpcAnswerIsAnEnvelopeTest {
    private static final String STOPPED = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";
    private static final String KEYLESS = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c03";
    private static final String DESTROYED = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c04";
    private static final String BOBS = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c05";
    private static final String NOBODYS = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c06";

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway =
                new GatewayFixture(new JsonObject().put("limits", new JsonObject().put("ticketsPerUserPerMinute", 0)));
        JsonObject keyless = gateway.town(KEYLESS, "alice");
        keyless.remove("sandboxKey");
        gateway.towns(
                gateway.town(GatewayFixture.TOWN, "alice"),
                gateway.town(STOPPED, "alice").put("status", "stopped").put("name", "Shelbyville"),
                keyless.put("name", "Ogdenville"),
                gateway.town(DESTROYED, "alice").put("status", "destroyed"),
                gateway.town(BOBS, "bob"));
        GatewayFixture.eventually(
                "the towns of the changed file",
                () -> gateway.get("/api/trpc/gastown.listTowns", ALICE).body().contains("Shelbyville"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aQueryAnswersItsData() {
        RawHttp.Answer answer = gateway.get("/api/trpc/gastown.listTowns", ALICE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonArray towns = data(answer.json()).getJsonArray("towns");
        assertThat(towns.stream().map(JsonObject.class::cast).map(town -> town.getString("townId")))
                .containsExactly(KEYLESS, STOPPED, GatewayFixture.TOWN);
        assertThat(towns.getJsonObject(2))
                .isEqualTo(new JsonObject()
                        .put("townId", GatewayFixture.TOWN)
                        .put("name", "Springfield")
                        .put("status", "running"));
    }

    @Test
    void aListOfSessionsCarriesTheFieldsOfTheContract() {
        JsonObject list = data(gateway.get(listPath(GatewayFixture.TOWN), ALICE).json());

        assertThat(list.fieldNames()).containsExactlyInAnyOrder("townId", "polledAt", "stale", "sequence", "sessions");
        assertThat(list.getJsonArray("sessions").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("name", "hq-mayor")
                        .put("role", "mayor")
                        .putNull("rig")
                        .put("status", "active")
                        .put("alive", true)
                        .putNull("idleSeconds")
                        .putNull("title"));
    }

    @Test
    void aMutationAnswersItsData() {
        RawHttp.Answer answer = gateway.post(TICKET_PATH, mayor(), ALICE);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonObject ticket = data(answer.json());
        assertThat(ticket.fieldNames()).containsExactlyInAnyOrder("ticket", "expiresAt", "access", "protocol");
        assertThat(ticket.getString("access")).isEqualTo("write");
        assertThat(ticket.getString("protocol")).isEqualTo("gastown.terminal.v2");
        assertThat(ticket.getLong("expiresAt"))
                .isEqualTo(Jwts.claims(ticket.getString("ticket")).getLong("exp"))
                .isBetween(System.currentTimeMillis() / 1000 + 50, System.currentTimeMillis() / 1000 + 60);
        assertThat(Jwts.isSignedBy(GatewayFixture.TICKET_SECRET, ticket.getString("ticket")))
                .isTrue();
    }

    @Test
    void townIdsAreReadInEitherCase() {
        assertThat(gateway.get(listPath(GatewayFixture.TOWN.toUpperCase(Locale.ROOT)), ALICE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBatchAnswersAListInTheOrderOfItsCalls() {
        String inputs = encoded(new JsonObject()
                .put("1", new JsonObject().put("townId", GatewayFixture.TOWN))
                .encode());
        for (String comma : List.of(",", "%2C", "%2c")) {
            RawHttp.Answer answer = gateway.get(
                    "/api/trpc/gastown.listTowns" + comma + "gastown.listSessions?batch=1&input=" + inputs, ALICE);

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.list()).hasSize(2);
            assertThat(data(answer.list().getJsonObject(0)).containsKey("towns"))
                    .isTrue();
            assertThat(data(answer.list().getJsonObject(1)).containsKey("sessions"))
                    .isTrue();
        }
    }

    @Test
    void aBatchOfOneIsAList() {
        assertThat(gateway.get("/api/trpc/gastown.listTowns?batch=1&input=%7B%7D", ALICE)
                        .list())
                .hasSize(1);
        assertThat(gateway.post(TICKET_PATH + "?batch=1", "{\"0\":" + mayor() + "}", ALICE)
                        .list())
                .hasSize(1);
    }

    @Test
    void aBatchThatDiffersIs207() {
        RawHttp.Answer answer = gateway.post(
                TICKET_PATH + ",gastown.getStreamTicket?batch=1",
                "{\"0\":" + mayor() + ",\"1\":" + ticketInput(BOBS, "hq-mayor") + "}",
                ALICE);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(data(answer.list().getJsonObject(0)).containsKey("ticket")).isTrue();
        assertEnvelope("application/json", answer.list().getJsonObject(1), 404, "NOT_FOUND", -32004);
    }

    @Test
    void aBatchOfEqualErrorsHasTheirStatus() {
        RawHttp.Answer answer = gateway.get("/api/trpc/gastown.listTowns,gastown.listTowns?batch=1");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.list()).hasSize(2);
        assertEnvelope("application/json", answer.list().getJsonObject(1), 401, "UNAUTHORIZED", -32001);
    }

    @Test
    void noUserIs401() {
        assertError(gateway.get("/api/trpc/gastown.listTowns"), 401, "UNAUTHORIZED", -32001);
        assertError(gateway.get("/api/trpc/gastown.listTowns", "Authorization: Bearer x"), 401, "UNAUTHORIZED", -32001);
        assertError(
                gateway.get("/api/trpc/gastown.listTowns", "Authorization: Basic eDp5"), 401, "UNAUTHORIZED", -32001);
        assertError(
                gateway.get("/api/trpc/gastown.listTowns", "Cookie: gastown_session=x"), 401, "UNAUTHORIZED", -32001);
    }

    @Test
    void aCookieIsAsGoodAsABearerFromOneOfOurPages() {
        String cookie = GatewayFixture.cookie("alice");
        String own = "Origin: http://127.0.0.1:" + gateway.port();

        assertThat(gateway.get("/api/trpc/gastown.listTowns", cookie).status()).isEqualTo(200);
        assertThat(gateway.get("/api/trpc/gastown.listTowns", cookie, own).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "file://", ""})
    void aCookieFromAForeignPageIs403(String origin) {
        String cookie = GatewayFixture.cookie("alice");

        assertError(gateway.post(TICKET_PATH, mayor(), cookie, "Origin: " + origin), 403, "FORBIDDEN", -32003);
        assertError(gateway.get("/api/trpc/gastown.listTowns", cookie, "Origin: " + origin), 403, "FORBIDDEN", -32003);
    }

    @Test
    void aTownThatIsNotTheCallersIs404InTheSameWords() {
        RawHttp.Answer strangers = gateway.get(listPath(BOBS), ALICE);
        RawHttp.Answer missing = gateway.get(listPath(NOBODYS), ALICE);
        RawHttp.Answer destroyed = gateway.get(listPath(DESTROYED), ALICE);

        assertError(strangers, 404, "NOT_FOUND", -32004);
        assertThat(missing.body()).isEqualTo(strangers.body());
        assertThat(destroyed.body()).isEqualTo(strangers.body());
        String ticketBody =
                gateway.post(TICKET_PATH, ticketInput(BOBS, "hq-mayor"), ALICE).body();
        assertThat(gateway.post(TICKET_PATH, ticketInput(NOBODYS, "hq-mayor"), ALICE)
                        .body())
                .isEqualTo(ticketBody);
        assertThat(gateway.post(TICKET_PATH, ticketInput(DESTROYED, "hq-mayor"), ALICE)
                        .body())
                .isEqualTo(ticketBody);
    }

    @Test
    void aSessionThatIsNotThereIs404() {
        assertError(
                gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "gt-nobody"), ALICE),
                404,
                "NOT_FOUND",
                -32004);
    }

    @ParameterizedTest
    @ValueSource(strings = {STOPPED, KEYLESS})
    void aTownThatCannotBeReachedByDesignIs412(String townId) {
        assertError(gateway.get(listPath(townId), ALICE), 412, "PRECONDITION_FAILED", -32012);
        assertError(
                gateway.post(TICKET_PATH, ticketInput(townId, "hq-mayor"), ALICE), 412, "PRECONDITION_FAILED", -32012);
    }

    @Test
    void theWrongMethodIs405() {
        assertError(gateway.post("/api/trpc/gastown.listTowns", "{}", ALICE), 405, "METHOD_NOT_SUPPORTED", -32005);
        assertError(
                gateway.get(TICKET_PATH + "?input=" + encoded(mayor()), ALICE), 405, "METHOD_NOT_SUPPORTED", -32005);
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND")) {
            assertError(
                    RawHttp.send(gateway.port(), method + " /api/trpc/gastown.listTowns HTTP/1.1", "", ALICE),
                    405,
                    "METHOD_NOT_SUPPORTED",
                    -32005);
        }
        RawHttp.Answer head = RawHttp.send(gateway.port(), "HEAD /api/trpc/gastown.listTowns HTTP/1.1", "", ALICE);
        assertThat(head.status()).isEqualTo(405);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/json",
                "application/jsonx",
                "multipart/form-data"
            })
    void aBodyThatIsNotJsonIs415(String type) {
        assertError(
                RawHttp.send(
                        gateway.port(), "POST " + TICKET_PATH + " HTTP/1.1", mayor(), ALICE, "Content-Type: " + type),
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                -32015);
    }

    @Test
    void aFormThatNobodyReadsChangesNothing() {
        String form = "Content-Type: multipart/form-data; boundary=x";
        String listTowns = " /api/trpc/gastown.listTowns HTTP/1.1";
        assertThat(RawHttp.send(gateway.port(), "GET" + listTowns, "--x--", ALICE, form)
                        .status())
                .isEqualTo(200);
        assertError(
                RawHttp.send(gateway.port(), "TRACE" + listTowns, "--x--", form), 405, "METHOD_NOT_SUPPORTED", -32005);
    }

    @Test
    void jsonWithACharsetIsJson() {
        assertThat(RawHttp.send(
                                gateway.port(),
                                "POST " + TICKET_PATH + " HTTP/1.1",
                                mayor(),
                                ALICE,
                                "Content-Type: Application/JSON; charset=utf-8")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBodyTooLargeIs413() {
        String large = " ".repeat(70_000);

        assertError(gateway.post(TICKET_PATH, large, ALICE), 413, "PAYLOAD_TOO_LARGE", -32013);
        assertError(
                gateway.post(
                        TICKET_PATH,
                        Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n",
                        ALICE,
                        "Transfer-Encoding: chunked"),
                413,
                "PAYLOAD_TOO_LARGE",
                -32013);
        assertError(
                gateway.post(TICKET_PATH + ",gastown.getStreamTicket?batch=1", large, ALICE),
                413,
                "PAYLOAD_TOO_LARGE",
                -32013);
    }

    @Test
    void moreThanTenCallsAre400InAFormThatEveryClientUnderstands() {
        String path = "/api/trpc/gastown.listTowns" + ",gastown.listTowns".repeat(9);

        assertThat(gateway.get(path + "?batch=1", ALICE).list()).hasSize(10);
        // A list of another length than the batch would leave a client waiting: the envelope stands alone.
        assertError(gateway.get(path + ",gastown.listTowns?batch=1", ALICE), 400, "BAD_REQUEST", -32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "7", "true"})
    void theInputOfABatchMustBeAnObject(String input) {
        RawHttp.Answer answer = gateway.get("/api/trpc/gastown.listTowns?batch=1&input=" + encoded(input), ALICE);

        assertThat(answer.status()).isEqualTo(400);
        assertEnvelope("application/json", answer.list().getJsonObject(0), 400, "BAD_REQUEST", -32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "{\"townId\":}", "nul", "{} {}", "'x'", "\u0000", "{\"a\":01}", "NaN", "{\"a\":\"\ud800"})
    void malformedJsonIs400(String json) {
        assertThat(gateway.post(TICKET_PATH, json, ALICE).status()).isEqualTo(400);
        RawHttp.Answer answer = gateway.get("/api/trpc/gastown.listSessions?input=" + encoded(json), ALICE);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonObject("error").getJsonObject("data").getString("code"))
                .isIn("PARSE_ERROR", "BAD_REQUEST");
    }

    @Test
    void deepNestingIsMerelyWrong() {
        for (String open : List.of("[", "{\"a\":")) {
            String deep = open.repeat(10_000);
            RawHttp.Answer answer = gateway.post(TICKET_PATH, deep, ALICE);

            assertError(answer, 400, "PARSE_ERROR", -32700);
        }
        String nested = "[".repeat(900) + "]".repeat(900);
        assertError(gateway.post(TICKET_PATH, "{\"townId\":" + nested + "}", ALICE), 400, "BAD_REQUEST", -32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "\"x\"",
                "{}",
                "{\"townId\":7}",
                "{\"townId\":null}",
                "{\"townId\":{}}",
                "{\"townId\":1e999999999}",
                "{\"townId\":123456789012345678901234567890123456789012345678901234567890}",
                "{\"townId\":\"1-1-1-1-1\"}",
                "{\"townId\":\"３f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01\"}",
                "{\"townId\":\"3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01 \"}",
                "{\"townId\":\"../../etc/passwd\"}"
            })
    void malformedInputIs400AndSaysWhichField(String input) {
        RawHttp.Answer answer = gateway.get("/api/trpc/gastown.listSessions?input=" + encoded(input), ALICE);

        assertError(answer, 400, "BAD_REQUEST", -32600);
        assertThat(answer.json().getJsonObject("error").getString("message")).contains("townId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "../x", "a:b", "a.b", "hq-mayör", "hq-mayor\\n", "${x}", "*"})
    void sessionNamesAreCheckedBeforeAnythingElse(String name) {
        int asked = gateway.sandbox().asked();
        RawHttp.Answer answer = gateway.post(
                TICKET_PATH, "{\"townId\":\"" + GatewayFixture.TOWN + "\",\"sessionName\":\"" + name + "\"}", ALICE);

        assertError(answer, 400, "BAD_REQUEST", -32600);
        assertThat(answer.json().getJsonObject("error").getString("message")).contains("sessionName");
        assertThat(gateway.sandbox().asked()).isEqualTo(asked);
    }

    @Test
    void ofAKeyGivenTwiceTheLastCounts() {
        String twice = "{\"townId\":\"" + BOBS + "\",\"townId\":\"" + GatewayFixture.TOWN + "\"}";

        assertThat(gateway.get("/api/trpc/gastown.listSessions?input=" + encoded(twice), ALICE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void unknownProceduresAre404() {
        assertError(gateway.get("/api/trpc/gastown.nothing", ALICE), 404, "NOT_FOUND", -32004);
        assertError(gateway.post("/api/trpc/gastown.nothing", "{}", ALICE), 404, "NOT_FOUND", -32004);
        assertError(gateway.get("/api/trpc/gastown.listTowns/", ALICE), 404, "NOT_FOUND", -32004);
        assertError(gateway.get("/api/trpc/a/b/c", ALICE), 404, "NOT_FOUND", -32004);
        assertError(gateway.get("/api/trpc/%F0%9F%98%80", ALICE), 404, "NOT_FOUND", -32004);
        assertThat(gateway.get("/api/trpc/gastown.listTowns,?batch=1", ALICE).status())
                .isEqualTo(207);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/trpc",
                "/api/trpc/",
                "/api/trpc?batch=1",
                "/api/trpc/?batch=1",
                "/api/trpc//",
                "/api//trpc/gastown.listTowns",
                "/x/../api/trpc/nothing",
                "/api/%74rpc/nothing",
                "/api/trpc/%zz",
                "/api/trpc/x?input=%zz",
                "/api/trpc/gastown.listTowns?batch=%",
                "/api/trpc/x?%",
                "/api/trpc/%",
                "/api/trpc/%ff"
            })
    void whateverTheAddressTheAnswerIsAnEnvelope(String path) {
        RawHttp.Answer answer = gateway.get(path, ALICE);

        assertThat(answer.status()).as(answer.body()).isBetween(200, 499);
        assertThat(answer.header("Content-Type")).contains("application/json");
        JsonObject envelope = answer.body().startsWith("[") ? answer.list().getJsonObject(0) : answer.json();
        assertThat(envelope.containsKey("error") || envelope.containsKey("result"))
                .isTrue();
    }

    @Test
    void anEncodedAddressIsTheSameAddress() {
        assertThat(gateway.get("/api/trpc/gastown%2ElistTowns", ALICE).status()).isEqualTo(200);
        assertThat(gateway.get("/api/%74rpc/gastown.listTowns", ALICE).status()).isEqualTo(200);
    }

    private static JsonObject data(JsonObject envelope) {
        assertThat(envelope.fieldNames()).as(envelope.encode()).containsExactly("result");
        return envelope.getJsonObject("result").getJsonObject("data");
    }
}
