package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A log that can't be written, because the disk it is on is full. */
class AFullDiskStopsNobodyIT {
    @Test
    @EnabledOnOs(OS.LINUX)
    void aGatewayServesOnWithoutItsLog() throws Exception {
        try (SoakSandbox sandbox = new SoakSandbox();
                GatewayProcess gateway = SilentTerminal.setup(sandbox, 1)
                        .errorsTo(Path.of("/dev/full"))
                        .start();
                SilentTerminal terminal =
                        new SilentTerminal(gateway, gateway.url().getPort())) {
            terminal.echoes();
            assertThat(gateway.metric("gastown_relay_connections")).isEqualTo(1);
            assertThat(gateway.stop()).isZero();
        }
    }
}
