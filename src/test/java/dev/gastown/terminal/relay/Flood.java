package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.sandbox.Oracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** A gateway, an agent and tmux as people start them, in which one session writes {@link StampedLines} to many viewers. */
final class Flood implements AutoCloseable {
    private static final String BUFFER_MEMORY = "netty_allocator_memory_used";

    private static final String USER = "alice";
    private static final String SESSION = "gt-nux";
    private static final String TOWN = RelayFixture.TOWN.toString();

    private final TestTown town = TestTown.start();
    private final GatewayProcess agent;
    private final GatewayProcess gateway;
    private final List<FloodReader> readers = new ArrayList<>();

    Flood(int linesPerSecond) {
        town.session(SESSION, StampedLines.command(linesPerSecond));
        agent = GatewayProcess.agentOf(town).start();
        gateway = GatewayProcess.command("gateway")
                .configuration("""
                        limits: {ticketsPerUserPerMinute: 0, socketsPerUser: 0, drainSeconds: 0}
                        towns:
                          - {townId: %s, name: Springfield, owners: [%s], sandboxUrl: '%s', sandboxKey: '%s'}
                        """.formatted(TOWN, USER, agent.origin(), GatewayProcess.SANDBOX_KEY))
                .start();
    }

    /** Adds quick viewers. */
    Flood watchedBy(int count, LongConsumer delays) {
        for (int i = 0; i < count; i++) {
            readers.add(
                    new FloodReader(upgraded(WireBrowser.connect(gateway.url().getPort())), delays));
        }
        return this;
    }

    /** A line to the gateway that takes little. */
    SlowLine slowLine(int bytesPerSecond) {
        try {
            return new SlowLine(gateway.url().getPort(), bytesPerSecond);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Watches on such a line. */
    ScreenReader watchedOn(SlowLine line) {
        return new ScreenReader(upgraded(WireBrowser.on(line)));
    }

    private WireBrowser upgraded(WireBrowser browser) {
        browser.upgradeAt(gateway.terminalPath(USER, TOWN, SESSION), SharedRelay.V2);
        assertThat(browser.status()).isEqualTo(101);
        return browser;
    }

    /** Begins the flood, and returns when all quick viewers see it. */
    void begin() {
        long before = readers.stream().mapToLong(FloodReader::last).max().orElseThrow();
        town.tmux("send-keys", "-t", "=" + SESSION + ":", "Enter");
        TestTown.await("the flood", () -> readers.stream().allMatch(reader -> reader.last() > before));
    }

    /** Ends it, and returns when all quick viewers have seen its end. */
    void end() {
        town.tmux("send-keys", "-t", "=" + SESSION + ":", "Enter");
        town.awaitScreen(SESSION, StampedLines.END);
        String screen = town.screen(SESSION);
        long last = Long.parseLong(screen.substring(screen.indexOf(StampedLines.END) + StampedLines.END.length())
                .strip());
        TestTown.await("the last line", () -> readers.stream().allMatch(reader -> reader.last() == last));
    }

    /** Sees that the quick ones got every line once, in one go. */
    void nobodyElseNoticed() {
        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.broken()).isNull();
            assertThat(reader.snapshots()).isEqualTo(1);
        });
    }

    /** Waits until a viewer's screen is the session's. */
    void isRightOn(ScreenReader reader) {
        TestTown.await(
                "the right screen",
                () -> reader.terminal().toString().contains(StampedLines.END)
                        && Oracle.draw(town, SESSION, reader.terminal()).equals(Oracle.of(town, SESSION)));
    }

    /** The gateway's memory outside the heap, in which bytes wait to be sent. */
    long bufferBytes() {
        return (long) gateway.metric(BUFFER_MEMORY);
    }

    double reseeds() {
        return gateway.metric("gastown_relay_reseeds_total");
    }

    ProcessInside inside() {
        return ProcessInside.of(gateway.pid());
    }

    @Override
    public void close() {
        readers.forEach(FloodReader::close);
        gateway.close();
        agent.close();
        town.close();
    }
}
