package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class OpenTerminalsHoldNothingOfVertxTest {
    private static final int TERMINALS = 12;
    private static final List<String> OF_VERTX = Stream.of(
                    "Http1xServerConnection",
                    "Http1xServerRequest",
                    "Http1xServerResponse",
                    "ServerWebSocketImpl",
                    "Http1xClientConnection",
                    "WebSocketImpl",
                    "WebSocketConnectionImpl",
                    // The client's count of a sandbox's sockets, against which it would hold new ones back.
                    "WebSocketGroup")
            .map(name -> "io.vertx.core.http.impl." + name)
            .toList();

    private final RelayMode mode;
    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    OpenTerminalsHoldNothingOfVertxTest(RelayMode mode) {
        this.mode = mode;
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    private record Terminal(WireBrowser browser, WireSandbox.Viewing viewing) {}

    /** How terminals end; each is seen to end on both sides. */
    enum End {
        BROWSER_CLOSES((terminal, gateway) -> terminal.browser.send(Frame.close(1000, ""))),
        BROWSER_IS_CUT((terminal, gateway) -> terminal.browser.cut()),
        SANDBOX_CLOSES((terminal, gateway) -> terminal.viewing.send(Frame.close(1000, ""))),
        SANDBOX_IS_CUT((terminal, gateway) -> terminal.viewing.cut()),
        GATEWAY_GOES((terminal, gateway) -> gateway.undeploy());

        private final BiConsumer<Terminal, RelayFixture> how;

        End(BiConsumer<Terminal, RelayFixture> how) {
            this.how = how;
        }
    }

    @Test
    void whatVertxKeptForTheHandshakesIsGarbage() throws JMException {
        Map<String, Long> before = instances();
        List<Terminal> terminals = new ArrayList<>();
        for (int i = 0; i < TERMINALS; i++) {
            terminals.add(open());
        }

        Map<String, Long> open = instances();

        // One may still be in the hands of a loop that has nothing else to do.
        OF_VERTX.forEach(name -> assertThat(open.getOrDefault(name, 0L) - before.getOrDefault(name, 0L))
                .as(name)
                .isLessThan(TERMINALS / 2));
        assertThat(open.get(TerminalRelay.class.getName())).isGreaterThanOrEqualTo(TERMINALS);
        terminals.forEach(terminal -> {
            terminal.viewing.send(Frame.text("still here"));
            assertThat(terminal.browser.receive()).isEqualTo(Frame.text("still here"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void vertxCountsATerminalUntilItEnds(End end) {
        List<Terminal> terminals = List.of(open(), open());
        assertThat(gauges()).containsOnly(2.0);

        terminals.forEach(terminal -> end.how.accept(terminal, gateway));
        terminals.forEach(terminal -> {
            if (end != End.BROWSER_IS_CUT) {
                terminal.browser.receiveClose();
            }
            if (end != End.SANDBOX_IS_CUT) {
                terminal.viewing.receiveClose();
            }
            terminal.browser.close();
            terminal.viewing.close();
        });

        RelayFixture.eventually(() -> gauges().stream().allMatch(count -> count == 0));
    }

    /** Sockets that came too late for the relay's own end, for example. */
    @Test
    void aServerThatClosesItselfClosesItsTerminalsInOrder() {
        Promise<Leg> taken = Promise.promise();
        HttpServer server = RelayFixture.await(gateway.vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.toWebSocket().onSuccess(socket -> {
                    Channel channel = Handover.of((ConnectionBase) request.connection(), socket);
                    ToldOfItsEnd listener = new ToldOfItsEnd();
                    listener.leg = Leg.take(channel, true, mode, RelayFixture.LIMITS, listener);
                    taken.tryComplete(listener.leg);
                }))
                .listen());
        WireBrowser answers = WireBrowser.connect(server.actualPort()).upgrade("");
        RelayFixture.await(taken.future());
        WireBrowser silent = WireBrowser.connect(server.actualPort()).upgrade("");

        RelayFixture.await(server.close());

        assertThat(answers.receiveClose().closeCode()).isEqualTo(1001);
        assertThat(answers.seesEnd()).isTrue();
        assertThat(silent.receive().closeCode()).isEqualTo(1001);
        assertThat(silent.seesEnd()).isTrue();
    }

    private Terminal open() {
        WireBrowser browser = gateway.browser(Access.READ);
        WireSandbox.Viewing viewing = sandbox.open();
        viewing.send(Frame.text("hello"));
        assertThat(browser.receive()).isEqualTo(Frame.text("hello"));
        return new Terminal(browser, viewing);
    }

    private List<Double> gauges() {
        return Stream.of(
                        "server.active.connections",
                        "server.active.ws.connections",
                        "client.active.connections",
                        "client.active.ws.connections")
                .map(name -> gateway.metric("vertx.http." + name))
                .toList();
    }

    /** The live objects of each class, by its name: the heap's garbage is collected first. */
    private static Map<String, Long> instances() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {null},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length >= 4 && columns[0].endsWith(":"))
                .collect(Collectors.toMap(columns -> columns[3], columns -> Long.parseLong(columns[1]), Long::sum));
    }

    /** Does what a relay does at least: ends the leg that ended. */
    private static final class ToldOfItsEnd implements LegListener {
        private Leg leg;

        @Override
        public void onData(ByteBufHolder data, int frames, int payloadBytes) {
            data.release();
        }

        @Override
        public void onReadBurstEnd() {}

        @Override
        public void onWritable() {}

        @Override
        public void onEnd(LegEnd end) {
            assertThat(end).isInstanceOf(LegEnd.Dismissed.class);
            leg.close(Close.DRAINING);
        }

        @Override
        public void onGone() {}
    }
}
