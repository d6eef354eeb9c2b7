package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.ticketInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.ops.Audit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessComesFromTheReportedRoleTest {
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
        gateway.sandbox()
                .sessions(
                        session("hq-mayor", "polecat"),
                        session("Mayor", "mayor"),
                        session("mayor", "MAYOR"),
                        session("gt-mayor", "mayor "),
                        session("gt-obsidian", "unknown"),
                        session("gt-chief", "chief"),
                        session("gt-list", "x").put("role", new JsonArray().add("mayor")),
                        session("gt-number", "x").put("role", 1),
                        new JsonObject().put("name", "gt-none").put("alive", true),
                        session("gt-dead", "mayor").put("alive", false),
                        session("gt-twice", "polecat"),
                        session("gt-twice", "mayor"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hq-mayor, read",
        "Mayor, write",
        "mayor, read",
        "gt-mayor, read",
        "gt-obsidian, read",
        "gt-chief, read",
        "gt-list, read",
        "gt-number, read",
        "gt-none, read",
        "gt-dead, write",
        "gt-twice, read"
    })
    void onlyTheRoleMayorWrites(String session, String access) {
        JsonObject ticket = gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, session), ALICE)
                .json()
                .getJsonObject("result")
                .getJsonObject("data");

        assertThat(ticket.getString("access")).isEqualTo(access);
        assertThat(Jwts.claims(ticket.getString("ticket")).getString("access")).isEqualTo(access);
        assertThat(Jwts.claims(ticket.getString("ticket")).getString("sessionName"))
                .isEqualTo(session);
    }

    @Test
    void whatTheCallerAsksForDoesNotMatter() {
        String input = new JsonObject(ticketInput(GatewayFixture.TOWN, "hq-mayor"))
                .put("access", "write")
                .put("role", "mayor")
                .encode();

        assertThat(gateway.post(TICKET_PATH, input, ALICE).body()).contains("\"access\":\"read\"");
    }

    @Test
    void everyTicketIsAuditedWithoutTheTicket() {
        List<JsonObject> events = new CopyOnWriteArrayList<>();
        var consumer =
                gateway.vertx().eventBus().<JsonObject>consumer(Audit.ADDRESS, event -> events.add(event.body()));
        String issued = gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "Mayor"), ALICE)
                .json()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
        gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, "gt-nobody"), ALICE);
        GatewayFixture.eventually("both events", () -> events.size() == 2);
        consumer.unregister();

        assertThat(events.get(0).getString("type")).isEqualTo("ticket_issued");
        assertThat(events.get(0).getString("userId")).isEqualTo("alice");
        assertThat(events.get(0).getString("townId")).isEqualTo(GatewayFixture.TOWN);
        assertThat(events.get(0).getString("sessionName")).isEqualTo("Mayor");
        assertThat(events.get(0).getString("access")).isEqualTo("write");
        assertThat(events.get(1).getString("type")).isEqualTo("ticket_refused");
        assertThat(events.get(1).getString("reason")).isEqualTo("NOT_FOUND");
        assertThat(events.toString()).doesNotContain(issued, issued.split("\\.")[2]);
    }
}
