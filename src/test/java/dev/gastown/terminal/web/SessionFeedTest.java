package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static dev.gastown.terminal.session.ScriptedSandbox.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.command.GatewayFixture;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFeedTest {
    private static final String EVENTS = "/api/gastown/events";
    private static final String BOBS = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c05";
    private static final String LISTS = "gastown.town." + GatewayFixture.TOWN + ".sessions";
    private static final int DEADLINE_SECONDS = 5;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture(new JsonObject()
                .put("poller", new JsonObject().put("intervalMillis", 1_500).put("timeoutMillis", 1_500)));
        gateway.towns(gateway.town(GatewayFixture.TOWN, "alice"), gateway.town(BOBS, "bob"));
        GatewayFixture.eventually(
                "bob's town",
                () -> gateway.get(TrpcFixture.listPath(BOBS), GatewayFixture.bearer("bob"))
                                .status()
                        == 200);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aNewSubscriberHearsTheLatestListAtOnceAndThenEveryInterval() {
        try (Browser alice = Browser.of("alice")) {
            long start = System.nanoTime();
            alice.send("register", LISTS);
            JsonObject first = alice.next();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(900));
            assertThat(first.getString("type")).isEqualTo("rec");
            assertThat(first.getString("address")).isEqualTo(LISTS);
            assertThat(first.getJsonObject("body").getString("townId")).isEqualTo(GatewayFixture.TOWN);
            assertThat(first.getJsonObject("body").getJsonArray("sessions")).hasSize(2);

            gateway.sandbox()
                    .sessions(
                            session("hq-mayor", "mayor"),
                            session("gt-witness", "witness"),
                            session("gt-new", "polecat"));
            JsonObject list = alice.next();
            while (list.getJsonObject("body").getJsonArray("sessions").size() < 3) {
                list = alice.next();
            }
            gateway.sandbox().sessions(session("hq-mayor", "mayor"), session("gt-witness", "witness"));
            while (list.getJsonObject("body").getJsonArray("sessions").size() > 2) {
                list = alice.next();
            }
        }
    }

    @Test
    void theListIsTheOneThatIsAnsweredToCalls() {
        try (Browser alice = Browser.of("alice")) {
            alice.send("register", LISTS);

            assertThat(alice.next().getJsonObject("body").fieldNames())
                    .containsExactlyInAnyOrder("townId", "polledAt", "stale", "sequence", "sessions");
        }
    }

    @Test
    void aSecondViewerHearsTheListAtOnceToo() {
        try (Browser one = Browser.of("alice");
                Browser other = Browser.of("alice")) {
            one.send("register", LISTS);
            one.next();
            long start = System.nanoTime();
            other.send("register", LISTS);
            other.next();
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(900));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "send"})
    void browsersSayNothingOnTheBus(String type) {
        List<Object> heard = new CopyOnWriteArrayList<>();
        List<String> addresses = List.of(LISTS, "gastown.audit", "gastown.ticket.issue", "gastown.session.watch");
        addresses.forEach(address -> gateway.vertx().eventBus().consumer(address, message -> {
            if (message.headers().contains("forged")) {
                heard.add(message.body());
            }
        }));
        try (Browser alice = Browser.of("alice")) {
            for (String address : addresses) {
                alice.socket.writeTextMessage(new JsonObject()
                        .put("type", type)
                        .put("address", address)
                        .put("headers", new JsonObject().put("forged", "yes"))
                        .put("body", new JsonObject().put("forged", true))
                        .encode());
                assertThat(alice.next().getString("type")).isEqualTo("err");
            }
            alice.assertAlive();
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gastown.audit",
                "gastown.town." + BOBS + ".sessions",
                "gastown.town.*.sessions",
                "gastown.town.3F1C9A52-0D5E-4C11-9A3E-5D6F7A8B9C01.sessions",
                "gastown.town.3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c99.sessions",
                "gastown.town." + GatewayFixture.TOWN + ".sessions.more",
                "more.gastown.town." + GatewayFixture.TOWN + ".sessions",
                "gastown.town." + GatewayFixture.TOWN + ".sessions\n",
                "gastownXtownX" + GatewayFixture.TOWN + "Xsessions",
                "gastown.session.watch",
                "gastown.ticket.issue",
                "__vertx.reply.1",
                "",
                ".*"
            })
    void onlyTheListsOfOnesOwnTownsAreHeard(String address) {
        try (Browser alice = Browser.of("alice")) {
            alice.send("register", address);
            assertThat(alice.next().getString("type")).isEqualTo("err");
            alice.assertAlive();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "7",
                "null",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"register\"}",
                "{\"type\":\"unknown\"}",
                "{\"type\":\"register\",\"address\":7}",
                "{\"type\":\"register\",\"address\":{}}",
                "\u0000"
            })
    void nonsenseHurtsNobodyElse(String text) {
        try (Browser alice = Browser.of("alice");
                Browser other = Browser.of("alice")) {
            alice.socket.writeTextMessage(text);
            other.assertAlive();
        }
    }

    @Test
    void withoutAUserThereIsNoSocket() {
        assertThat(refusal(new String[0])).isEqualTo(401);
        assertThat(refusal("Cookie: gastown_session=forged")).isEqualTo(401);
        for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
            assertThat(gateway.post(EVENTS + "/000/abcdefgh/" + transport, "").status())
                    .as(transport)
                    .isEqualTo(401);
        }
        assertThat(gateway.get(EVENTS + "/000/abcdefgh/eventsource").status()).isEqualTo(401);
        assertThat(refusal(EVENTS + "/000/abcdefgh/websocket", new String[0])).isEqualTo(401);
    }

    @Test
    void infoIsOpenAndInvitesNoForeignPage() {
        RawHttp.Answer open = gateway.get(EVENTS + "/info");
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.json().getBoolean("websocket")).isTrue();
        assertNoCors(open);

        for (String origin : List.of("https://evil.example", "null")) {
            RawHttp.Answer foreign = gateway.get(EVENTS + "/info", "Origin: " + origin);
            assertNoCors(foreign);
        }
        RawHttp.Answer own = gateway.get(EVENTS + "/info", "Origin: http://127.0.0.1:" + gateway.port());
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("Access-Control-Allow-Origin").orElse("")).doesNotContain("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/iframe.html", "/iframe-1.html", "/iframe-a-b.html?t=1"})
    void thereAreNoPagesHere(String path) {
        RawHttp.Answer answer = gateway.get(EVENTS + path, GatewayFixture.cookie("alice"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("<script", "http");
    }

    @Test
    void theSlowTransportsWork() {
        String session = EVENTS + "/000/streaming1/";
        String cookie = GatewayFixture.cookie("alice");
        assertThat(gateway.post(session + "xhr", "", cookie).body()).isEqualTo("o\n");
        String register = new JsonArray()
                .add(new JsonObject()
                        .put("type", "register")
                        .put("address", LISTS)
                        .encode())
                .encode();
        assertThat(gateway.post(session + "xhr_send", register, cookie).status())
                .isEqualTo(204);
        assertThat(gateway.post(session + "xhr", "", cookie).body())
                .startsWith("a[")
                .contains("hq-mayor");
        assertThat(gateway.post(session + "xhr_send", "[\"" + "x".repeat(20_000) + "\"]", cookie)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aSessionIsOnlyItsOpeners() {
        String session = EVENTS + "/000/alices01/";
        assertThat(gateway.post(session + "xhr", "", GatewayFixture.cookie("alice"))
                        .body())
                .isEqualTo("o\n");
        for (String transport : List.of("xhr", "xhr_streaming", "xhr_send")) {
            assertThat(gateway.post(session + transport, "[]", GatewayFixture.cookie("bob"))
                            .status())
                    .isEqualTo(404);
        }
        assertThat(gateway.post(session + "xhr_send", "[\"{}\"]", GatewayFixture.cookie("alice"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aSessionThatNeverOpenedIsNobodys() {
        String session = EVENTS + "/000/nobodys1/";
        assertThat(gateway.post(session + "xhr_send", "[]", GatewayFixture.cookie("bob"))
                        .status())
                .isEqualTo(404);
        GatewayFixture.eventually(
                "alice to open it",
                () -> gateway.post(session + "xhr", "", GatewayFixture.cookie("alice"))
                        .body()
                        .equals("o\n"));
    }

    @Test
    void subscribersAreCountedAndForgotten() {
        double before = gateway.metric("gastown.feed.subscribers");
        try (Browser alice = Browser.of("alice")) {
            alice.send("register", LISTS);
            alice.next();
            GatewayFixture.eventually("a subscriber", () -> gateway.metric("gastown.feed.subscribers") == before + 1);
            alice.send("unregister", LISTS);
            GatewayFixture.eventually("none", () -> gateway.metric("gastown.feed.subscribers") == before);
            alice.send("register", LISTS);
            GatewayFixture.eventually("a subscriber", () -> gateway.metric("gastown.feed.subscribers") == before + 1);
        }
        GatewayFixture.eventually("none", () -> gateway.metric("gastown.feed.subscribers") == before);
        assertThat(gateway.scrape()).contains("gastown_feed_subscribers ", "gastown_feed_pushes_total ");
    }

    @Test
    void whoLosesTheTownLosesTheSocketWithinSeconds() {
        try (GatewayFixture other = new GatewayFixture();
                Browser alice = new Browser(other, "alice")) {
            alice.send("register", LISTS);
            alice.next();
            other.towns(other.town(GatewayFixture.TOWN, "bob"));
            GatewayFixture.eventually("the socket's end", () -> alice.socket.isClosed());
            assertThat(alice.socket.closeStatusCode()).isEqualTo((short) 4403);

            try (Browser again = new Browser(other, "alice")) {
                again.send("register", LISTS);
                assertThat(again.next().getString("type")).isEqualTo("err");
            }
        }
    }

    private static void assertNoCors(RawHttp.Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    private static int refusal(String... headers) {
        return refusal(EVENTS + "/websocket", headers);
    }

    private static int refusal(String path, String[] headers) {
        int[] status = new int[1];
        assertThatThrownBy(() -> await(gateway.browsers().connect(options(gateway, path, headers))))
                .isInstanceOfSatisfying(UpgradeRejectedException.class, refused -> status[0] = refused.getStatus());
        return status[0];
    }

    private static WebSocketConnectOptions options(GatewayFixture to, String path, String... headers) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(to.port())
                .setURI(path);
        for (String header : headers) {
            String[] parts = header.split(": ", 2);
            options.addHeader(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        return options;
    }

    /** A browser's end of the bridge, over the raw WebSocket transport. */
    private static final class Browser implements AutoCloseable {
        final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
        final WebSocket socket;

        Browser(GatewayFixture to, String user) {
            socket = await(to.browsers()
                    .connect(options(
                            to,
                            EVENTS + "/websocket",
                            GatewayFixture.cookie(user),
                            "Origin: http://127.0.0.1:" + to.port()))
                    .onSuccess(open -> open.handler(message -> received.add(new JsonObject(message)))));
        }

        static Browser of(String user) {
            return new Browser(gateway, user);
        }

        void send(String type, String address) {
            socket.writeTextMessage(
                    new JsonObject().put("type", type).put("address", address).encode());
        }

        JsonObject next() {
            try {
                JsonObject message = received.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("nothing came; closed: " + socket.isClosed());
                }
                return message;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        /** The socket still answers. */
        void assertAlive() {
            send("register", LISTS);
            JsonObject answer = next();
            while (!"rec".equals(answer.getString("type"))) {
                answer = next();
            }
        }

        @Override
        public void close() {
            if (!socket.isClosed()) {
                await(socket.close());
            }
        }
    }
}
