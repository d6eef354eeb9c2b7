package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static dev.gastown.terminal.web.TrpcFixture.ticketInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsOwnTownsTest {
    private static final JsonArray OWNERS = new JsonArray()
            .add("alice")
            .add(new JsonObject().put("user", "victor").put("access", "view"))
            .add(new JsonObject().put("group", "engineering").put("access", "write"))
            .add(new JsonObject().put("group", "support").put("access", "view"))
            .add(new JsonObject().put("group", "guests"));

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
        gateway.towns(gateway.town(GatewayFixture.TOWN).put("owners", OWNERS));
        GatewayFixture.eventually(
                "the groups count",
                () -> gateway.get(listPath(GatewayFixture.TOWN), bearer("carol", "guests"))
                                .status()
                        == 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "alice, '', write",
        "victor, '', read",
        "victor, engineering, write",
        "carol, engineering, write",
        "carol, support, read",
        "carol, guests, read",
        "carol, 'support,engineering', write",
        "carol, 'other,guests', read",
        "alice, support, write"
    })
    void theMayorIsTypedToByThoseWhoMayWrite(String user, String groups, String access) {
        assertThat(access(user, "hq-mayor", groups.split(","))).isEqualTo(access);
        assertThat(access(user, "gt-witness", groups.split(","))).isEqualTo("read");
    }

    @ParameterizedTest
    @CsvSource({"carol, ''", "carol, alice", "carol, Engineering", "carol, 'engineering '", "carol, nobody"})
    void othersHaveNoSuchTown(String user, String groups) {
        RawHttp.Answer theirs = gateway.post(
                TICKET_PATH, ticketInput(GatewayFixture.TOWN, "hq-mayor"), bearer(user, groups.split(",", -1)));
        RawHttp.Answer missing = gateway.post(
                TICKET_PATH,
                ticketInput("3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9cff", "hq-mayor"),
                bearer(user, groups.split(",", -1)));

        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.body()).isEqualTo(missing.body());
    }

    @Test
    void aGroupsTownsAreListed() {
        assertThat(gateway.get("/api/trpc/gastown.listTowns", bearer("carol", "support"))
                        .body())
                .contains(GatewayFixture.TOWN);
        assertThat(gateway.get("/api/trpc/gastown.listTowns", bearer("carol")).body())
                .doesNotContain(GatewayFixture.TOWN);
    }

    @Test
    void aClaimThatIsNoListOfTextsNamesNoGroup() {
        for (Object groups : new Object[] {
            "engineering", new JsonArray().add("engineering").add(1), new JsonObject().put("engineering", true)
        }) {
            String token = Jwts.sign(
                    GatewayFixture.SESSION_SECRET,
                    new JsonObject()
                            .put("sub", "carol")
                            .put("aud", "gastown")
                            .put("exp", System.currentTimeMillis() / 1_000 + 600)
                            .put("groups", groups));
            assertThat(gateway.get(listPath(GatewayFixture.TOWN), "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(404);
        }
    }

    private static String access(String user, String session, String... groups) {
        RawHttp.Answer answer =
                gateway.post(TICKET_PATH, ticketInput(GatewayFixture.TOWN, session), bearer(user, groups));
        return answer.json().getJsonObject("result").getJsonObject("data").getString("access");
    }

    private static String bearer(String user, String... groups) {
        return "Authorization: Bearer " + Jwts.user(GatewayFixture.SESSION_SECRET, user, groups);
    }
}
