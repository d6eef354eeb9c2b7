package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class FreshNodesWarmUpTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(RelayMode.class)
    void byTerminalsThatOpenAndEcho(RelayMode mode, Vertx vertx) throws Exception {
        assertThat(WarmUp.run(vertx, mode, limits(vertx), LONG).await(60, TimeUnit.SECONDS))
                .isEqualTo(WarmUp.TERMINALS);
    }

    @Test
    void butNeverFailForIt(Vertx vertx) throws Exception {
        assertThat(WarmUp.run(vertx, RelayMode.FAST, limits(vertx), Duration.ofMillis(1))
                        .await(60, TimeUnit.SECONDS))
                .isLessThan(WarmUp.TERMINALS);
    }

    private static LimitSettings limits(Vertx vertx) throws Exception {
        return new Configuration(vertx, new JsonObject(), Map.of())
                .load()
                .await(20, TimeUnit.SECONDS)
                .limits();
    }
}
