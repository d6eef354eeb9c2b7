package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.assertEnvelope;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static dev.gastown.terminal.web.TrpcFixture.mayor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxFailuresReachTheCallerTest {
    private static final int TICKETS = 1_000;

    private GatewayFixture gateway;

    @BeforeEach
    void start() {
        gateway = new GatewayFixture(new JsonObject()
                .put("poller", new JsonObject().put("intervalMillis", 2_500).put("timeoutMillis", 2_500))
                .put("limits", new JsonObject().put("ticketsPerUserPerMinute", TICKETS)));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void refusalIs502() {
        gateway.sandbox()
                .script(request -> request.response().setStatusCode(401).end());

        assertError(gateway.get(listPath(GatewayFixture.TOWN), ALICE), 502, "BAD_GATEWAY", -32603);
        assertError(gateway.post(TICKET_PATH, mayor(), ALICE), 502, "BAD_GATEWAY", -32603);
    }

    @Test
    void garbageIs502() {
        gateway.sandbox().script(request -> request.response().end("<html>"));

        assertError(gateway.get(listPath(GatewayFixture.TOWN), ALICE), 502, "BAD_GATEWAY", -32603);
    }

    @Test
    void nobodyThereIs502() {
        gateway.sandbox().close();

        assertError(gateway.get(listPath(GatewayFixture.TOWN), ALICE), 502, "BAD_GATEWAY", -32603);
        assertError(gateway.post(TICKET_PATH, mayor(), ALICE), 502, "BAD_GATEWAY", -32603);
    }

    @Test
    void silenceIs504() {
        gateway.sandbox().script(request -> {});

        assertError(gateway.get(listPath(GatewayFixture.TOWN), ALICE), 504, "GATEWAY_TIMEOUT", -32603);
        assertError(gateway.post(TICKET_PATH, mayor(), ALICE), 504, "GATEWAY_TIMEOUT", -32603);
    }

    @Test
    void aListOnceSeenIsStillAnsweredButNoTicketComesFromAStaleOne() {
        assertThat(gateway.get(listPath(GatewayFixture.TOWN), ALICE).status()).isEqualTo(200);
        gateway.sandbox()
                .script(request -> request.response().setStatusCode(503).end());
        GatewayFixture.eventually(
                "a stale list",
                () -> gateway.get(listPath(GatewayFixture.TOWN), ALICE).body().contains("\"stale\":true"));

        JsonObject list = gateway.get(listPath(GatewayFixture.TOWN), ALICE)
                .json()
                .getJsonObject("result")
                .getJsonObject("data");
        assertThat(list.getString("error")).contains("tmux");
        assertThat(list.getJsonArray("sessions")).hasSize(2);
        assertError(gateway.post(TICKET_PATH, mayor(), ALICE), 502, "BAD_GATEWAY", -32603);
    }

    @Test
    void aSandboxThatSpeaksOnlyThePlainFormIsServed() {
        gateway.sandbox().json(new JsonObject().put("sessions", List.of(session("Mayor", "mayor"))));
        String ticket = gateway.post(TICKET_PATH, TrpcFixture.ticketInput(GatewayFixture.TOWN, "Mayor"), ALICE)
                .body();

        assertThat(ticket).contains("\"protocol\":null").contains("\"access\":\"write\"");
    }

    @Test
    void aSessionThatHasJustStartedGetsItsTicket() {
        assertThat(gateway.post(TICKET_PATH, mayor(), ALICE).status()).isEqualTo(200);
        gateway.sandbox().sessions(session("gt-new", "polecat"));

        String input = TrpcFixture.ticketInput(GatewayFixture.TOWN, "gt-new");
        GatewayFixture.eventually(
                "a ticket for the new session",
                () -> gateway.post(TICKET_PATH, input, ALICE).status() == 200);
    }

    @Test
    void tooManyTicketsAre429EachCallOfABatchCounted() {
        String inputs = IntStream.range(0, 10)
                .mapToObj(i -> "\"" + i + "\":" + mayor())
                .collect(Collectors.joining(",", "{", "}"));
        String batch = TICKET_PATH + ",gastown.getStreamTicket".repeat(9) + "?batch=1";
        assertThat(gateway.post(TICKET_PATH, mayor(), ALICE).status()).isEqualTo(200);
        for (int i = 1; i < TICKETS / 10; i++) {
            assertThat(gateway.post(batch, inputs, ALICE).status()).isEqualTo(200);
        }

        RawHttp.Answer mixed = gateway.post(batch, inputs, ALICE);
        assertThat(mixed.status()).isEqualTo(207);
        assertEnvelope("application/json", mixed.list().getJsonObject(9), 429, "TOO_MANY_REQUESTS", -32029);
        assertError(gateway.post(TICKET_PATH, mayor(), ALICE), 429, "TOO_MANY_REQUESTS", -32029);
        assertThat(gateway.get(listPath(GatewayFixture.TOWN), ALICE).status()).isEqualTo(200);
    }
}
