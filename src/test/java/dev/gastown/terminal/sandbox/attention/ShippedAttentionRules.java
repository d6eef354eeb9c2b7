package dev.gastown.terminal.sandbox.attention;

import dev.gastown.terminal.config.AttentionRule;
import dev.gastown.terminal.config.Configuration;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The rules of {@code conf/gateway.yaml}, read as the sandbox agent reads them. */
public final class ShippedAttentionRules {
    private static final List<AttentionRule> RULES = load();

    private ShippedAttentionRules() {}

    public static List<AttentionRule> read() {
        return RULES;
    }

    private static List<AttentionRule> load() {
        Vertx vertx = Vertx.vertx();
        JsonObject key = new JsonObject().put("sandbox", new JsonObject().put("key", "a key for tests"));
        Configuration configuration = new Configuration(vertx, key, Map.of());
        try {
            return configuration
                    .load()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .sandbox("", "")
                    .attentionRules();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
