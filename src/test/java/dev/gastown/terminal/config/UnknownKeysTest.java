package dev.gastown.terminal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {
    private static final JsonObject SHIPPED = new JsonObject()
            .put("limits", new JsonObject().put("batchCalls", 10))
            .put("towns", new JsonArray());

    @Test
    void slipsAreFoundAtEveryLevel() {
        JsonObject merged = new JsonObject()
                .put("limit", new JsonObject())
                .put("limits", new JsonObject().put("batchCalls", 3).put("batchcalls", 4));

        assertThat(UnknownKeys.in(merged, SHIPPED)).containsExactlyInAnyOrder("limit", "limits.batchcalls");
    }

    @Test
    void theTownsFieldsAreNotKeys() {
        JsonObject merged = new JsonObject().put("towns", new JsonArray().add(new JsonObject().put("townId", "1")));

        assertThat(UnknownKeys.in(merged, SHIPPED)).isEmpty();
    }

    @Test
    void rulesOfAttentionAreNamedByPeople() {
        JsonObject shipped = new JsonObject().put("sandbox", new JsonObject().put("attention", new JsonObject()));
        JsonObject merged = new JsonObject()
                .put("sandbox", new JsonObject().put("attention", new JsonObject().put("mine", new JsonObject())));

        assertThat(UnknownKeys.in(merged, shipped)).isEmpty();
    }
}
