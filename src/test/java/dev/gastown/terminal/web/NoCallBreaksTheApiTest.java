package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is called, however: one of the errors of contract section 2, or data; and the next call is served. */
class NoCallBreaksTheApiTest {
    private static final int TRIES = 300;

    /** What may be answered: number and status. Never {@code INTERNAL_SERVER_ERROR}. */
    private static final Map<String, int[]> DOCUMENTED = Map.of(
            "PARSE_ERROR", new int[] {-32700, 400},
            "BAD_REQUEST", new int[] {-32600, 400},
            "UNAUTHORIZED", new int[] {-32001, 401},
            "NOT_FOUND", new int[] {-32004, 404},
            "METHOD_NOT_SUPPORTED", new int[] {-32005, 405},
            "PAYLOAD_TOO_LARGE", new int[] {-32013, 413},
            "UNSUPPORTED_MEDIA_TYPE", new int[] {-32015, 415});

    private static GatewayFixture gateway;

    @BeforeContainer
    static void start() {
        gateway =
                new GatewayFixture(new JsonObject().put("limits", new JsonObject().put("ticketsPerUserPerMinute", 0)));
    }

    @AfterContainer
    static void stop() {
        gateway.close();
    }

    @AfterProperty
    void theNextCallIsServed() {
        assertThat(gateway.post(TICKET_PATH, TrpcFixture.mayor(), ALICE).status())
                .isEqualTo(200);
        assertThat(gateway.get(TrpcFixture.listPath(GatewayFixture.TOWN), ALICE).status())
                .isEqualTo(200);
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void byAnyBody(@ForAll("bodies") byte[] body, @ForAll("batched") String path) {
        check(RawHttp.send(
                gateway.port(), "POST " + path + " HTTP/1.1", body, ALICE, "Content-Type: application/json"));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void byAnyAddress(@ForAll("procedures") String procedures, @ForAll("queries") String query) {
        check(gateway.get("/api/trpc/" + procedures + query, ALICE));
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
    void byAnyMethodTypeAndUser(
            @ForAll("methods") String method,
            @ForAll("types") String type,
            @ForAll("users") String user,
            @ForAll("procedures") String procedures,
            @ForAll("queries") String query) {
        check(RawHttp.send(
                gateway.port(),
                method + " /api/trpc/" + procedures + query + " HTTP/1.1",
                TrpcFixture.mayor(),
                user,
                "Content-Type: " + type));
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return AnyCall.bodies();
    }

    @Provide
    Arbitrary<String> batched() {
        return Arbitraries.of(
                TICKET_PATH,
                TICKET_PATH + "?batch=1",
                TICKET_PATH + ",gastown.getWallTicket?batch=1",
                "/api/trpc/gastown.getWallTicket");
    }

    @Provide
    Arbitrary<String> procedures() {
        return AnyCall.procedures();
    }

    @Provide
    Arbitrary<String> queries() {
        return AnyCall.queries();
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "PROPFIND", "X");
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of(
                "application/json",
                "application/json; charset=utf-16",
                "application/json, text/plain",
                "text/plain; application/json",
                "multipart/form-data; boundary=application/json",
                "application/x-www-form-urlencoded",
                ";",
                "");
    }

    @Provide
    Arbitrary<String> users() {
        return Arbitraries.of(
                ALICE,
                GatewayFixture.cookie("alice"),
                "Authorization: Bearer \u202e",
                "Authorization: Bearer " + "a.".repeat(1_000),
                "Authorization:",
                "Cookie: gastown_session=;;;=",
                "X-User: alice");
    }

    private static void check(RawHttp.Answer answer) {
        assertThat(answer.header("Content-Type")).as(answer.body()).hasValue("application/json");
        assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "io.vertx", "java.", "dev.gastown");
        if (!answer.body().startsWith("[")) {
            assertThat(statusOf(answer.json())).isEqualTo(answer.status());
            return;
        }
        JsonArray batch = answer.list();
        assertThat(batch).as(answer.body()).isNotEmpty();
        var statuses = batch.stream()
                .map(item -> statusOf((JsonObject) item))
                .distinct()
                .toList();
        assertThat(answer.status()).as(answer.body()).isEqualTo(statuses.size() == 1 ? statuses.get(0) : 207);
    }

    private static int statusOf(JsonObject envelope) {
        if (envelope.containsKey("result")) {
            assertThat(envelope.fieldNames()).containsExactly("result");
            assertThat(envelope.getJsonObject("result").getJsonObject("data")).isNotNull();
            return 200;
        }
        String code = envelope.getJsonObject("error").getJsonObject("data").getString("code");
        assertThat(DOCUMENTED).containsKey(code);
        int[] numbers = DOCUMENTED.get(code);
        TrpcFixture.assertEnvelope("application/json", envelope, numbers[1], code, numbers[0]);
        return numbers[1];
    }
}
