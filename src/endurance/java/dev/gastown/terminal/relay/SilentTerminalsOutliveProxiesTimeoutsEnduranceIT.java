package dev.gastown.terminal.relay;

import dev.gastown.terminal.GatewayProcess;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** nginx with its own time-outs (60 s) and HAProxy with those of Debian's package (50 s), for five minutes. */
class SilentTerminalsOutliveProxiesTimeoutsEnduranceIT {
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration HAPROXY_TIMEOUT = Duration.ofSeconds(50);
    private static final int DEFAULT_PING_SECONDS = 20;

    @Test
    void bothKeepSilentTerminalsOpen() throws Exception {
        try (SoakSandbox sandbox = new SoakSandbox();
                GatewayProcess gateway = SilentTerminal.gateway(sandbox, DEFAULT_PING_SECONDS);
                ProxyBefore nginx = ProxyBefore.nginx(gateway.url().getPort());
                ProxyBefore haproxy = ProxyBefore.haproxy(gateway.url().getPort(), HAPROXY_TIMEOUT);
                SilentTerminal byNginx = new SilentTerminal(gateway, nginx.port());
                SilentTerminal byHaproxy = new SilentTerminal(gateway, haproxy.port())) {
            CompletableFuture<Duration> one = echoAfterSilence(byNginx);
            CompletableFuture<Duration> other = echoAfterSilence(byHaproxy);
            System.out.printf(
                    "Silent for %d s: echo after %d ms by nginx, %d ms by HAProxy%n",
                    SILENCE.toSeconds(), millis(one), millis(other));
        }
    }

    private static CompletableFuture<Duration> echoAfterSilence(SilentTerminal terminal) {
        CompletableFuture<Duration> echo = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                terminal.staysSilentFor(SILENCE);
                echo.complete(terminal.echoes());
            } catch (Exception | AssertionError broken) {
                echo.completeExceptionally(broken);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return echo;
    }

    private static long millis(CompletableFuture<Duration> echo) throws Exception {
        return echo.get(SILENCE.toSeconds() * 2, TimeUnit.SECONDS).toMillis();
    }
}
