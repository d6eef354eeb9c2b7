package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangesOfTheFileTakeEffectTest {
    private static final String TOWNS = "/api/trpc/gastown.listTowns";
    private static final String OTHER = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02";
    private static final String FAILURES = "gastown.config.reload.failures";

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void townsLimitsAndOriginsWithoutARestart() {
        gateway.settings()
                .put("limits", new JsonObject().put("batchCalls", 1))
                .getJsonObject("http")
                .put("allowedOrigins", List.of("https://friend.example"));
        gateway.towns(gateway.town(GatewayFixture.TOWN, "bob"), gateway.town(OTHER, "alice"));
        GatewayFixture.eventually("the new town", () -> towns("alice").contains(OTHER));

        assertThat(towns("alice")).doesNotContain(GatewayFixture.TOWN);
        assertThat(towns("bob")).contains(GatewayFixture.TOWN);
        assertThat(gateway.get(TOWNS + ",gastown.listTowns?batch=1", GatewayFixture.bearer("alice"))
                        .status())
                .isEqualTo(400);
        assertThat(gateway.get(TOWNS, GatewayFixture.cookie("alice"), "Origin: https://friend.example")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBrokenEditLeavesTheLastGoodOneAndIsCountedOnce() {
        gateway.write("towns: [unclosed");
        GatewayFixture.eventually("the failure's count", () -> gateway.metric(FAILURES) == 1);
        assertThat(towns("alice")).contains(GatewayFixture.TOWN);

        gateway.towns(gateway.town("no uuid", "alice"));
        GatewayFixture.eventually("the next failure's count", () -> gateway.metric(FAILURES) == 2);
        assertThat(towns("alice")).contains(GatewayFixture.TOWN);

        gateway.towns(gateway.town(OTHER, "alice"));
        GatewayFixture.eventually("the good edit", () -> towns("alice").contains(OTHER));
        assertThat(gateway.metric(FAILURES)).isEqualTo(2);
        assertThat(gateway.scrape()).contains("gastown_config_reload_failures_total 2.0");
    }

    private String towns(String user) {
        RawHttp.Answer answer = gateway.get(TOWNS, GatewayFixture.bearer(user));
        return answer.body();
    }
}
