package dev.gastown.terminal.web;

import static dev.gastown.terminal.command.GatewayFixture.TOWN;
import static dev.gastown.terminal.command.GatewayFixture.bearer;
import static dev.gastown.terminal.command.GatewayFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One id from the browser to the sandbox, in the answer and in the audit. */
class RequestsAreFollowedToTheSandboxTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String STATE = "tracestate: rojo=1,congo=2";
    private static final String INPUT = "{\"townId\":\"" + TOWN + "\",\"sessionName\":\"hq-mayor\"}";

    private final GatewayFixture gateway = new GatewayFixture();
    private final List<MultiMap> atTheSandbox = new CopyOnWriteArrayList<>();
    private final List<JsonObject> audit = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Handler<HttpServerRequest> before = gateway.sandbox().script();
        gateway.sandbox().script(request -> {
            atTheSandbox.add(request.headers());
            before.handle(request);
        });
        gateway.vertx().eventBus().<JsonObject>consumer("gastown.audit", event -> audit.add(event.body()));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void throughTheListATicketNeeds() {
        RawHttp.Answer answer =
                gateway.post("/api/trpc/gastown.getStreamTicket", INPUT, bearer("alice"), PARENT, STATE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-request-id")).contains(TRACE);
        assertThat(atTheSandbox).singleElement().satisfies(headers -> assertContinued(headers, "01"));
        eventually("the audit", () -> audit.size() == 1);
        assertThat(audit.get(0).getString("traceId")).isEqualTo(TRACE);
    }

    @Test
    void throughTheTerminal() {
        String ticket = gateway.post("/api/trpc/gastown.getStreamTicket", INPUT, bearer("alice"))
                .json()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
        eventually("the audit of the ticket", () -> audit.size() == 1);
        audit.clear();
        atTheSandbox.clear();
        RawHttp.Answer answer = upgrade(ticket);

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("x-request-id")).contains(TRACE);
        assertThat(atTheSandbox).singleElement().satisfies(headers -> assertContinued(headers, "01"));
        eventually("the audit", () -> audit.size() == 2);
        assertThat(audit)
                .extracting(event -> event.getString("type"))
                .contains("connection_opened", "connection_closed");
        assertThat(audit).extracting(event -> event.getString("traceId")).containsOnly(TRACE);

        assertThat(upgrade(ticket).header("x-request-id")).as("of a refusal").contains(TRACE);
        eventually("the audit", () -> audit.size() == 3);
        assertThat(audit.get(2).getString("traceId")).isEqualTo(TRACE);
    }

    @Test
    void whoBringsNoIdIsGivenOneInEveryKindOfAnswer() {
        for (String path : List.of(
                "/",
                "/api/trpc/gastown.listTowns",
                "/api/trpc/%zz",
                "/api/nothing",
                "/no-such-file",
                "/logout",
                "/api/gastown/events/info",
                "/api/gastown/terminal?ticket=x",
                "/x%zz")) {
            assertThat(gateway.get(path).header("x-request-id"))
                    .as(path)
                    .hasValueSatisfying(
                            id -> assertThat(id).matches("[0-9a-f]{32}").isNotEqualTo(TRACE));
        }
        assertThat(gateway.get("/", "x: " + "y".repeat(20_000)).header("x-request-id"))
                .as("too much of a head")
                .isPresent();
    }

    @Test
    void aMalformedCallIsAuditedAsRefused() {
        for (String procedure : List.of("getStreamTicket", "getWallTicket")) {
            audit.clear();
            for (String input : List.of("7", "{}", "{\"townId\":\"secret-word\"}", "{\"townId\":\"" + TOWN + "\"}")) {
                assertThat(gateway.post("/api/trpc/gastown." + procedure, input, bearer("alice"), PARENT)
                                .status())
                        .isEqualTo(400);
            }
            eventually("the audit", () -> audit.size() == 4);
            assertThat(audit).allSatisfy(event -> {
                assertThat(event.getString("type")).isEqualTo("ticket_refused");
                assertThat(event.getString("reason")).isEqualTo("BAD_REQUEST");
                assertThat(event.getString("userId")).isEqualTo("alice");
                assertThat(event.getString("traceId")).isEqualTo(TRACE);
                assertThat(event.encode()).doesNotContain("secret-word");
            });
        }
    }

    private static void assertContinued(MultiMap headers, String flags) {
        assertThat(headers.getAll("traceparent"))
                .singleElement()
                .asString()
                .matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags)
                .doesNotContain("b7ad6b7169203331");
        assertThat(headers.getAll("tracestate")).containsExactly("rojo=1,congo=2");
    }

    private RawHttp.Answer upgrade(String ticket) {
        return gateway.get(
                "/api/gastown/terminal?ticket=" + ticket,
                PARENT,
                STATE,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }
}
