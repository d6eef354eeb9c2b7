package dev.gastown.terminal.relay;

import dev.gastown.terminal.GatewayProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Here by short time-outs; with those that proxies have by themselves it is the endurance profile's. */
class SilentTerminalsOutliveProxiesTimeoutsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @Test
    void haproxyKeepsASilentTerminalOpen() throws Exception {
        try (SoakSandbox sandbox = new SoakSandbox();
                GatewayProcess gateway = SilentTerminal.gateway(sandbox, 1);
                ProxyBefore proxy = ProxyBefore.haproxy(gateway.url().getPort(), TIMEOUT);
                SilentTerminal terminal = new SilentTerminal(gateway, proxy.port())) {
            terminal.staysSilentFor(TIMEOUT.multipliedBy(2));
            terminal.echoes();
        }
    }
}
