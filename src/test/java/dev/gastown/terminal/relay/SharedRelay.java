package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import io.vertx.core.json.JsonObject;
import java.util.function.BooleanSupplier;

/** A gateway whose readers share connections, and a sandbox a test speaks for. */
final class SharedRelay implements AutoCloseable {
    static final String V2 = "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2;
    static final Frame HELLO = Frame.text("{\"type\":\"hello\",\"session\":\"hq-mayor\",\"cols\":80,\"rows\":24}");
    static final Frame SNAPSHOT = Frame.text("{\"type\":\"snapshot\"}");
    static final Frame LIVE = Frame.text("{\"type\":\"live\"}");

    /** How long the gateway waits for a sandbox's answer. */
    static final int ANSWER_MILLIS = 1_500;

    private static final int INSTANCES = 3;
    private static final int FLOOD_FRAME_BYTES = 16 * 1024;

    final WireSandbox sandbox = new WireSandbox();
    final RelayFixture gateway = new RelayFixture(
            sandbox,
            RelayMode.FAST,
            RelayFixture.limits(
                    limits -> limits.put("upstreamConnectMillis", ANSWER_MILLIS).put("socketsPerUser", 0)),
            INSTANCES);

    WireBrowser reader() {
        return gateway.browser(Access.READ, V2);
    }

    /** A reader whose line takes little at a time. */
    WireBrowser slowReader() {
        return WireBrowser.connect(gateway.port(), 1 << 14).upgrade("?ticket=" + gateway.tickets.add(Access.READ), V2);
    }

    static void begin(WireSandbox.Viewing session, String screen, WireBrowser browser) {
        Frame[] frames = {HELLO, SNAPSHOT, Frame.binary(screen.getBytes()), LIVE};
        session.send(frames);
        sees(browser, frames);
    }

    static void sees(WireBrowser browser, Frame... frames) {
        for (Frame frame : frames) {
            assertThat(browser.receive()).isEqualTo(frame);
        }
    }

    /** The number of the question that the gateway asks now. */
    static int ask(WireSandbox.Viewing session) {
        Frame question = session.receive();
        JsonObject message = new JsonObject(question.utf8());
        assertThat(message.getString("type")).isEqualTo("snapshot");
        return message.getInteger("ask");
    }

    /** Answers a question with a screen. */
    static void answer(WireSandbox.Viewing session, int ask, String screen) {
        session.send(Frame.text("{\"type\":\"snapshot\",\"ask\":" + ask + "}"), Frame.binary(screen.getBytes()), LIVE);
    }

    /** A viewer that came second; its snapshot shows what is given. */
    WireBrowser second(WireSandbox.Viewing session, String screen) {
        WireBrowser browser = reader();
        answer(session, ask(session), screen);
        sees(browser, HELLO, SNAPSHOT, Frame.binary(screen.getBytes()), LIVE);
        return browser;
    }

    double reseeds() {
        return gateway.metric("gastown.relay.reseeds");
    }

    /** Sends output, which one of the viewers reads, until something is so. */
    static void floodUntil(BooleanSupplier enough, WireSandbox.Viewing session, WireBrowser reads) {
        Frame output = Frame.binary(new byte[FLOOD_FRAME_BYTES]);
        while (!enough.getAsBoolean()) {
            session.send(output);
            sees(reads, output);
        }
    }

    @Override
    public void close() {
        sandbox.close();
        gateway.close();
    }
}
