package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundTripsAreToldTest {
    private static final String BOBS_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";
    private static final String STOPPED_TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c03";
    private static final int DELAY_MILLIS = 120;

    private final GatewayFixture gateway =
            new GatewayFixture(new JsonObject().put("limits", new JsonObject().put("ticketsPerUserPerMinute", 1)));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void ofTheSandboxAndOfTheGatewayItself() {
        gateway.sandbox()
                .script(request -> gateway.vertx()
                        .setTimer(
                                DELAY_MILLIS,
                                timer -> request.response().setStatusCode(405).end()));
        JsonObject first = told();
        assertThat(first.fieldNames()).containsExactlyInAnyOrder("sandboxMillis", "tookMillis");
        assertThat(first.getDouble("sandboxMillis")).isBetween((double) DELAY_MILLIS, 3_000.0);
        assertThat(first.getDouble("tookMillis")).isGreaterThanOrEqualTo(first.getDouble("sandboxMillis"));

        // Within the limit of tickets, which is one a minute here, and without another measurement.
        for (int i = 0; i < 20; i++) {
            JsonObject again = told();
            assertThat(again.getDouble("sandboxMillis")).isEqualTo(first.getDouble("sandboxMillis"));
            assertThat(again.getDouble("tookMillis")).isLessThan(first.getDouble("tookMillis"));
        }
        assertThat(gateway.sandbox().asked()).isEqualTo(1);
    }

    @Test
    void asNullWhenTheSandboxCannotBeReached() {
        gateway.sandbox().close();
        JsonObject answer = told();

        assertThat(answer.containsKey("sandboxMillis")).isTrue();
        assertThat(answer.getValue("sandboxMillis")).isNull();
        assertThat(answer.getDouble("tookMillis")).isLessThan(4_000.0);
    }

    @Test
    void onlyOfTheCallersRunningTown() {
        gateway.towns(
                gateway.town(GatewayFixture.TOWN, "alice"),
                gateway.town(BOBS_TOWN, "bob"),
                gateway.town(STOPPED_TOWN, "alice").put("status", "stopped"));
        GatewayFixture.eventually(
                "the towns", () -> gateway.get(path(STOPPED_TOWN), ALICE).status() == 412);
        int asked = gateway.sandbox().asked();
        RawHttp.Answer bobs = gateway.get(path(BOBS_TOWN), ALICE);

        assertError(bobs, 404, "NOT_FOUND", -32004);
        assertThat(gateway.get(path(UUID.randomUUID().toString()), ALICE).body())
                .isEqualTo(bobs.body());
        assertError(gateway.get(path("springfield"), ALICE), 400, "BAD_REQUEST", -32600);
        assertError(gateway.get(path(GatewayFixture.TOWN)), 401, "UNAUTHORIZED", -32001);
        assertError(gateway.post("/api/trpc/gastown.roundTrip", "{}", ALICE), 405, "METHOD_NOT_SUPPORTED", -32005);
        assertThat(gateway.sandbox().asked()).isEqualTo(asked);
    }

    private JsonObject told() {
        RawHttp.Answer answer = gateway.get(path(GatewayFixture.TOWN), ALICE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().getJsonObject("result").getJsonObject("data");
    }

    private static String path(String townId) {
        return "/api/trpc/gastown.roundTrip?input="
                + encoded(new JsonObject().put("townId", townId).encode());
    }
}
