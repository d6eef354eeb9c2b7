package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.session.SandboxApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The Mayor's terminal by way of something between, on which nothing is said but pings. */
final class SilentTerminal implements AutoCloseable {
    private static final String USER = "alice";

    /** Output that does not wait for anything. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final WireBrowser browser;

    /** @param port of what is between */
    SilentTerminal(GatewayProcess gateway, int port) {
        String path = gateway.terminalPath(
                USER, RelayFixture.TOWN.toString(), SoakSandbox.Fate.STAYS.session(SoakSandbox.WRITER));
        browser = WireBrowser.connect(port).upgradeAt(path, "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2);
        assertThat(browser.status()).isEqualTo(101);
        assertThat(browser.receive()).isEqualTo(SharedRelay.HELLO);
        assertThat(browser.receive()).isEqualTo(SharedRelay.SNAPSHOT);
        assertThat(browser.receive().opcode()).isEqualTo(Frame.BINARY);
        assertThat(browser.receive()).isEqualTo(SharedRelay.LIVE);
    }

    /** Starts a gateway with this one town. */
    static GatewayProcess gateway(SoakSandbox sandbox, int pingSeconds) {
        return setup(sandbox, pingSeconds).start();
    }

    /** What a gateway with this one town is started with. */
    static GatewayProcess.Setup setup(SoakSandbox sandbox, int pingSeconds) {
        return GatewayProcess.command("gateway").configuration("""
                        limits: {pingSeconds: %d, socketsPerUser: 0, ticketsPerUserPerMinute: 0, drainSeconds: 0}
                        towns:
                          - townId: %s
                            name: Springfield
                            owners: [%s]
                            sandboxUrl: http://127.0.0.1:%d
                            sandboxKey: %s
                        """.formatted(
                        pingSeconds, RelayFixture.TOWN, USER, sandbox.port(), GatewayProcess.SANDBOX_KEY));
    }

    /** Answers pings for that long, and sees nothing else. */
    void staysSilentFor(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try {
            for (long left = time.toMillis();
                    left > 0;
                    left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
                browser.socket.setSoTimeout((int) left);
                Frame frame = browser.receiveAny();
                assertThat(frame).as("what came into the silence").isNotNull();
                assertThat(frame.opcode()).isEqualTo(Frame.PING);
                browser.send(new Frame(true, Frame.PONG, frame.payload()));
            }
        } catch (UncheckedIOException silence) {
            assertThat(silence).hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Sees output come at once; returns how long it took. */
    Duration echoes() throws IOException {
        browser.socket.setSoTimeout(WirePeer.DEADLINE_MILLIS);
        long typed = System.nanoTime();
        browser.send(Frame.binary((byte) 'a'));
        assertThat(browser.receive()).isEqualTo(Frame.binary((byte) 'a'));
        Duration took = Duration.ofNanos(System.nanoTime() - typed);
        assertThat(took).isLessThan(AT_ONCE);
        return took;
    }

    @Override
    public void close() {
        browser.close();
    }
}
