package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreshNodesWarmUpTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();

    private final LimitSettings limits =
            new Configuration(vertx, new JsonObject(), Map.of()).load().await().limits();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(RelayMode.class)
    void byTerminalsThatOpenAndEcho(RelayMode mode) throws Exception {
        assertThat(WarmUp.run(vertx, mode, limits, LONG).await(60, TimeUnit.SECONDS))
                .isEqualTo(WarmUp.TERMINALS);
    }

    @Test
    void butNeverFailForIt() throws Exception {
        assertThat(WarmUp.run(vertx, RelayMode.FAST, limits, Duration.ofMillis(1))
                        .await(60, TimeUnit.SECONDS))
                .isLessThan(WarmUp.TERMINALS);
    }
}
