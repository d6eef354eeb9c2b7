package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A started gateway that many connections come to and leave again, in every way there is, and what it holds before and
 * after. What it must not hold is told by its own heap: whatever one kind of end forgets is there once for each time.
 */
final class Soak implements AutoCloseable {
    private static final String TOWN = RelayFixture.TOWN.toString();
    private static final String USER = "alice";
    private static final String FORGED = "/api/gastown/terminal?ticket=forged";
    private static final String V2 = "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2;

    /** At the same time; more than those that wait for a ping's answer. */
    private static final int BROWSERS = 48;

    /** One in so many cycles ends slowly. */
    private static final int SLOW_SHARE = 32;

    private static final int RUN_MINUTES = 10;

    /** What comes and goes by itself: polls, timers, the metrics' own reads. */
    private static final long LEAST_ALLOWANCE = 8;

    /** Connections that Vert.x's clients and the metrics' keep for their next question. */
    private static final int KEPT_CONNECTIONS = 8;

    private final SoakSandbox sandbox = new SoakSandbox();
    private final GatewayProcess gateway;
    private final List<Cycle> quick = new ArrayList<>();
    private final List<Cycle> slow = new ArrayList<>();
    private final long descriptorsAtTheStart;
    private ProcessInside before;
    private int cycles;

    /** Something that is opened and ends. */
    @FunctionalInterface
    private interface Cycle {
        void run() throws Exception;
    }

    Soak() {
        this(setup -> setup);
    }

    /** @param more what else the gateway is started with */
    Soak(UnaryOperator<GatewayProcess.Setup> more) {
        GatewayProcess.Setup setup = GatewayProcess.command("gateway")
                // Tells on standard error of every buffer that was forgotten.
                .jvm("-Dio.netty.leakDetection.level=paranoid")
                .configuration("""
                        limits: {ticketsPerUserPerMinute: 0, socketsPerUser: 0, socketsPerTown: 0, pingSeconds: 1, drainSeconds: 0}
                        towns:
                          - townId: %s
                            name: Springfield
                            owners: [%s]
                            sandboxUrl: http://127.0.0.1:%d
                            sandboxKey: %s
                        """.formatted(TOWN, USER, sandbox.port(), GatewayProcess.SANDBOX_KEY));
        gateway = more.apply(setup).start();
        descriptorsAtTheStart = ProcessInside.fileDescriptors(gateway.pid());
        for (ConnectionEnd end : ConnectionEnd.values()) {
            List<Cycle> those = end.isSlow() ? slow : quick;
            // A writer, a reader with a connection of its own to the sandbox, one that shares it with others.
            those.add(() -> end.of(terminal(end, SoakSandbox.WRITER, V2)));
            those.add(() -> end.of(terminal(end, SoakSandbox.READER)));
            those.add(() -> end.of(terminal(end, SoakSandbox.READER, V2)));
        }
        quick.add(() -> ConnectionEnd.BROWSER_CLOSES.of(wall()));
        quick.add(() -> ConnectionEnd.BROWSER_RESETS.of(wall()));
        quick.add(() -> ConnectionEnd.BROWSER_CLOSES.of(feed()));
        quick.add(() -> ConnectionEnd.BROWSER_RESETS.of(feed()));
        quick.add(this::resetInTheHandshake);
        quick.add(this::refused);
    }

    private WireBrowser connect() {
        return WireBrowser.connect(gateway.url().getPort());
    }

    private WireBrowser terminal(ConnectionEnd end, String role, String... headers) {
        return connect().upgradeAt(path(end.fate, role), headers);
    }

    private String path(SoakSandbox.Fate fate, String role) {
        return gateway.terminalPath(USER, TOWN, fate.session(role));
    }

    private WireBrowser wall() {
        JsonObject input = new JsonObject()
                .put("townId", TOWN)
                .put("sessionNames", new JsonArray().add(SoakSandbox.Fate.STAYS.session(SoakSandbox.READER)));
        String ticket = gateway.mutate(USER, "getWallTicket", input).getString("ticket");
        return connect()
                .upgradeAt("/api/gastown/wall?ticket=" + ticket, "Sec-WebSocket-Protocol: " + SandboxApi.WALL_V1);
    }

    private WireBrowser feed() {
        WireBrowser browser = connect()
                .upgradeAt(
                        "/api/gastown/events/websocket",
                        "Authorization: Bearer " + GatewayProcess.login(USER).getValue());
        browser.send(Frame.text(new JsonObject()
                .put("type", "register")
                .put("address", "gastown.town." + TOWN + ".sessions")
                .encode()));
        return browser;
    }

    private void resetInTheHandshake() {
        WireBrowser browser = connect();
        browser.sendHead(
                "GET " + path(SoakSandbox.Fate.STAYS, SoakSandbox.READER) + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                V2);
        browser.cut();
    }

    private void refused() throws Exception {
        String path = path(SoakSandbox.Fate.STAYS, SoakSandbox.READER);
        ConnectionEnd.BROWSER_CLOSES.of(connect().upgradeAt(path, V2));
        for (String again : List.of(path, FORGED)) {
            try (WireBrowser browser = connect().upgradeAt(again, V2)) {
                assertThat(browser.status()).isEqualTo(401);
            }
        }
    }

    /** Opens and ends that many, and takes note of what the gateway holds from then on. */
    Soak warmUp(int count) throws Exception {
        run(count, 0);
        awaitSocketsClosed();
        before = inside();
        return this;
    }

    /** Opens that many, and returns when all have ended and the gateway has noticed. */
    Soak run(int count) throws Exception {
        run(count, 0);
        cycles += count;
        return this;
    }

    /** As {@link #run}, but some of them end by pings that are not answered: those take seconds. */
    Soak runWithSlowEnds(int count) throws Exception {
        run(count - count / SLOW_SHARE, count / SLOW_SHARE);
        cycles += count;
        return this;
    }

    private void run(int quickCount, int slowCount) throws Exception {
        ExecutorService browsers = Executors.newFixedThreadPool(BROWSERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < slowCount + quickCount; i++) {
                Cycle cycle = i < slowCount ? slow.get(i % slow.size()) : quick.get(i % quick.size());
                running.add(browsers.submit(() -> {
                    cycle.run();
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get(RUN_MINUTES, TimeUnit.MINUTES);
            }
        } finally {
            browsers.shutdownNow();
        }
        awaitQuiet();
    }

    private void awaitQuiet() {
        TestTown.await(
                "the gateway to notice all ends",
                () -> gateway.metric("gastown_relay_connections") == 0
                        && gateway.metric("gastown_feed_subscribers") == 0);
    }

    ProcessInside before() {
        return before;
    }

    /** What the gateway holds now. */
    ProcessInside inside() {
        return ProcessInside.of(gateway.pid());
    }

    /** The most of any class that may be there more than before: half of what one kind of end would leave. */
    long allowance() {
        return Math.max(LEAST_ALLOWANCE, cycles / (2L * SLOW_SHARE * slow.size()));
    }

    /** Sees the gateway's sockets closed, and that no buffer was forgotten. */
    void holdsNoSocketAndNoBuffer() {
        awaitSocketsClosed();
        assertThat(gateway.errors()).doesNotContain("LEAK");
    }

    private void awaitSocketsClosed() {
        TestTown.await(
                "the sockets to be closed",
                () -> ProcessInside.fileDescriptors(gateway.pid()) <= descriptorsAtTheStart + KEPT_CONNECTIONS);
    }

    @Override
    public void close() {
        gateway.close();
        sandbox.close();
    }
}
