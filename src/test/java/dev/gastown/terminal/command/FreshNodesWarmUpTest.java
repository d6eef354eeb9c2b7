package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.config.RelayMode;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FreshNodesWarmUpTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final LimitSettings LIMITS = new LimitSettings(
            1 << 20,
            60,
            20,
            200,
            20_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            1 << 18,
            1 << 16,
            Duration.ofSeconds(10),
            10,
            1 << 14,
            Duration.ofSeconds(25),
            1 << 22,
            1000);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(RelayMode.class)
    void byTerminalsThatOpenAndEcho(RelayMode mode) throws Exception {
        assertThat(WarmUp.run(vertx, mode, LIMITS, LONG).await(60, TimeUnit.SECONDS))
                .isEqualTo(WarmUp.TERMINALS);
    }

    @Test
    void butNeverFailForIt() throws Exception {
        assertThat(WarmUp.run(vertx, RelayMode.FAST, LIMITS, Duration.ofMillis(1))
                        .await(60, TimeUnit.SECONDS))
                .isLessThan(WarmUp.TERMINALS);
    }
}
