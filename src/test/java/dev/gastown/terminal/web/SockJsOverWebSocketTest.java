package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.web.FeedBrowser.Transport;
import dev.gastown.terminal.web.feed.SessionFeed;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page speaks: the bridge's messages in SockJS's frames, over a WebSocket. */
class SockJsOverWebSocketTest {
    private static final String PATH = SessionFeed.PATH + "/000/abcdefgh/websocket";
    private static final String LISTS = "gastown.town." + GatewayFixture.TOWN + ".sessions";

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aSubscriberHearsTheListAtOnceAndEveryPushBehindIt() {
        try (FeedBrowser alice = new FeedBrowser(gateway, "alice", Transport.SOCKJS)) {
            assertThat(alice.nextOtherFrame()).isEqualTo("o");
            alice.send("register", LISTS);
            JsonObject first = alice.nextJson();
            assertThat(first.getString("type")).isEqualTo("rec");
            assertThat(first.getString("address")).isEqualTo(LISTS);
            assertThat(first.getJsonObject("body").getJsonArray("sessions")).hasSize(2);
            long sequence = first.getJsonObject("body").getLong("sequence");
            assertThat(alice.nextJson().getJsonObject("body").getLong("sequence"))
                    .isGreaterThan(sequence);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "[\"", "{}", "[7]", "[[]]"})
    void malformedFramesEndTheSocket(String frame) {
        try (FeedBrowser alice = new FeedBrowser(gateway, "alice", Transport.SOCKJS)) {
            alice.socket.writeTextMessage(frame);
            GatewayFixture.eventually("the socket's end", alice.socket::isClosed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]"})
    void emptyFramesDoNot(String frame) {
        try (FeedBrowser alice = new FeedBrowser(gateway, "alice", Transport.SOCKJS)) {
            alice.socket.writeTextMessage(frame);
            alice.send("{");
            assertThat(alice.next()).contains("invalid_json");
        }
    }

    @Test
    void whoLosesTheTownIsToldSoAndClosed() {
        try (GatewayFixture other = new GatewayFixture();
                FeedBrowser alice = new FeedBrowser(other, "alice", Transport.SOCKJS)) {
            assertThat(alice.nextOtherFrame()).isEqualTo("o");
            alice.send("register", LISTS);
            alice.next();
            other.towns(other.town(GatewayFixture.TOWN, "bob"));
            assertThat(alice.nextOtherFrame()).isEqualTo("c[4403,\"access revoked\"]");
            GatewayFixture.eventually("the socket's end", alice.socket::isClosed);
            assertThat(alice.socket.closeStatusCode()).isEqualTo((short) 4403);
            GatewayFixture.eventually("it is forgotten", () -> other.metric("gastown.feed.subscribers") == 0);
        }
    }

    @Test
    void theOtherTransportsHandlerRefusesWhatIsNoWebSocket() {
        assertThat(gateway.get(PATH, GatewayFixture.cookie("alice")).status()).isEqualTo(400);
        assertThat(gateway.post(PATH, "", GatewayFixture.cookie("alice")).status())
                .isEqualTo(405);
    }

    @Test
    void aBrowserThatReadsNothingSkipsToTheNewestList() throws IOException {
        int lists = 200;
        int listBytes = 50_000;
        // More than the kernel holds of one connection, and far less than what is published.
        int most = lists / 4;
        try (Socket slow = new Socket();
                FeedBrowser quick = new FeedBrowser(gateway, "alice", Transport.SOCKJS)) {
            DataInputStream in = subscribe(gateway, slow);
            quick.send("register", LISTS);

            for (int sequence = 1; sequence <= lists; sequence++) {
                gateway.vertx()
                        .eventBus()
                        .publish(
                                LISTS,
                                new JsonObject().put("sequence", sequence).put("filler", "x".repeat(listBytes)));
                String marker = "\"sequence\":" + sequence + ",";
                String heard = quick.next();
                while (!heard.contains(marker)) {
                    heard = quick.next();
                }
            }
            int received = 0;
            String last = message(in);
            while (!last.contains("\\\"sequence\\\":" + lists + ",")) {
                received += last.length() > listBytes ? 1 : 0;
                last = message(in);
            }
            assertThat(received).isLessThan(most);
        }
    }

    @Test
    void aBrowserThatReadsNothingIsClosedAllTheSame() throws IOException {
        try (GatewayFixture other = new GatewayFixture();
                Socket slow = new Socket()) {
            subscribe(other, slow);
            double pushes = other.metric("gastown.feed.pushes");
            // More than the kernel holds of one connection: the close frame stands behind the rest.
            other.vertx()
                    .eventBus()
                    .publish(LISTS, new JsonObject().put("sequence", 1).put("filler", "x".repeat(20_000_000)));
            GatewayFixture.eventually("the push", () -> other.metric("gastown.feed.pushes") > pushes);

            other.towns(other.town(GatewayFixture.TOWN, "bob"));
            GatewayFixture.eventually("the socket's end", () -> isRefused(slow));
        }
    }

    private static boolean isRefused(Socket socket) {
        try {
            say(socket.getOutputStream(), message(register()));
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    /** Subscribes with little room for what comes, and reads the greeting. */
    private static DataInputStream subscribe(GatewayFixture to, Socket slow) throws IOException {
        slow.setReceiveBufferSize(16 * 1024);
        slow.setSoTimeout(10_000);
        slow.connect(new InetSocketAddress("127.0.0.1", to.port()));
        DataInputStream in = new DataInputStream(slow.getInputStream());
        handshake(to, slow.getOutputStream(), in);
        assertThat(message(in)).isEqualTo("o");
        say(slow.getOutputStream(), message(register()));
        assertThat(message(in)).contains("rec");
        return in;
    }

    private static String message(String ofBridge) {
        return "[\"" + ofBridge.replace("\"", "\\\"") + "\"]";
    }

    private static String register() {
        return new JsonObject()
                .put("type", "register")
                .put("address", LISTS)
                .put("headers", new JsonObject().put("filler", "x".repeat(100)))
                .encode();
    }

    private static void handshake(GatewayFixture to, OutputStream out, DataInputStream in) throws IOException {
        out.write(("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + to.port() + "\r\n"
                        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + GatewayFixture.cookie("alice")
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        assertThat(head).contains(" 101 ");
    }

    /** Sends one masked text frame of 126 to 65,535 bytes, the mask being zero. */
    private static void say(OutputStream out, String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(payload.length).isBetween(126, 65_535);
        out.write(
                new byte[] {(byte) 0x81, (byte) 0xFE, (byte) (payload.length >> 8), (byte) payload.length, 0, 0, 0, 0});
        out.write(payload);
    }

    /** The next message, of as many frames as it has. */
    private static String message(DataInputStream in) throws IOException {
        StringBuilder message = new StringBuilder();
        boolean last = false;
        while (!last) {
            int first = in.readUnsignedByte();
            last = (first & 0x80) != 0;
            int length = in.readUnsignedByte();
            byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
            in.readFully(payload);
            message.append(new String(payload, StandardCharsets.US_ASCII));
        }
        return message.toString();
    }
}
