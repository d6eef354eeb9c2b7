package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.session.SessionAddresses;
import dev.gastown.terminal.web.FeedBrowser.Transport;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same messages to the feed and to Vert.x's own event-bus bridge, set up as the contract says: the same answers. */
class TheFeedSpeaksAsTheBridgeTest {
    private static final String LISTS = "gastown.town." + GatewayFixture.TOWN + ".sessions";
    private static final String NOBODYS = "gastown.town.3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c99.sessions";
    private static final int MOST = 64;

    private static final List<String> TOWNS = IntStream.rangeClosed(0, MOST)
            .mapToObj(i -> new UUID(0x3f1c9a520d5e4c11L, 0x9a3e000000000000L + i).toString())
            .toList();

    private static GatewayFixture gateway;
    private static HttpServer bridge;

    @BeforeAll
    static void start() {
        gateway = new GatewayFixture();
        List<JsonObject> towns = new ArrayList<>(List.of(gateway.town(GatewayFixture.TOWN, "alice")));
        TOWNS.forEach(id -> towns.add(gateway.town(id, "alice")));
        gateway.towns(towns.toArray(JsonObject[]::new));
        GatewayFixture.eventually(
                "alice's towns",
                () -> gateway.get(TrpcFixture.listPath(TOWNS.get(0)), GatewayFixture.bearer("alice"))
                                .status()
                        == 200);
        SockJSBridgeOptions options = new SockJSBridgeOptions()
                .addOutboundPermitted(new PermittedOptions().setAddressRegex(SessionAddresses.LISTS_PATTERN))
                .setMaxHandlersPerSocket(MOST);
        Router router = Router.router(gateway.vertx());
        router.route("/bridge/*")
                .subRouter(SockJSHandler.create(gateway.vertx()).bridge(options, event -> {
                    boolean says = event.type() == BridgeEventType.SEND || event.type() == BridgeEventType.PUBLISH;
                    boolean others = event.type() == BridgeEventType.REGISTER
                            && (SessionAddresses.townOf(event.getRawMessage().getString("address"))
                                            .isEmpty()
                                    || event.getRawMessage()
                                            .getString("address")
                                            .equals(NOBODYS));
                    event.complete(!says && !others);
                }));
        bridge = await(gateway.vertx().createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Arguments> everyTransport() {
        String register = message("register", LISTS);
        Stream<List<String>> conversations = Stream.of(
                List.of(""),
                List.of("{"),
                List.of("7"),
                List.of("null"),
                List.of("[]"),
                List.of("{}"),
                List.of("\u0000"),
                List.of("{\"type\":null}"),
                List.of("{\"type\":7}"),
                List.of("{\"type\":7,\"address\":\"a\"}"),
                List.of("{\"type\":\"register\"}"),
                List.of("{\"type\":\"publish\"}"),
                List.of("{\"type\":\"send\",\"address\":null}"),
                List.of("{\"type\":\"unknown\"}"),
                List.of("{\"type\":\"Ping\",\"address\":\"a\"}"),
                List.of("{\"type\":\"register\",\"address\":7}"),
                List.of("{\"type\":\"register\",\"address\":{}}"),
                List.of("{\"type\":\"ping\"}", "{\"type\":\"ping\",\"address\":\"a\"}"),
                List.of(message("register", "gastown.audit")),
                List.of(message("register", NOBODYS)),
                List.of(message("register", "a".repeat(300))),
                List.of(message("unregister", "gastown.audit")),
                List.of(message("unregister", NOBODYS), message("unregister", LISTS)),
                List.of(message("send", LISTS), message("publish", LISTS), message("publish", "gastown.audit")),
                List.of(register, register, register),
                List.of(register, message("unregister", LISTS), register, message("unregister", LISTS)),
                Stream.concat(TOWNS.stream().map(id -> message("register", lists(id))), Stream.of(register))
                        .toList());
        return conversations.flatMap(said -> Stream.of(Transport.values()).map(over -> Arguments.of(said, over)));
    }

    @ParameterizedTest
    @MethodSource("everyTransport")
    void whateverItIsTold(List<String> said, Transport transport) {
        assertThat(answers(feed(transport), said)).isEqualTo(answers(bridge(transport), said));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void whateverIsPublished(Transport transport) {
        List<Function<DeliveryOptions, Object>> bodies = List.of(
                options -> "text \u00e9 \u2028 \ud83d\ude00 \" \\ \n",
                options -> 7,
                options -> new JsonObject().put("body", true).put("nothing", null),
                options -> {
                    options.addHeader("one", "1").addHeader("many", "2").addHeader("many", "3");
                    return new JsonObject().put("sequence", "no number");
                });
        try (FeedBrowser alice = feed(transport);
                FeedBrowser oracle = bridge(transport)) {
            alice.send("register", LISTS);
            oracle.send("register", LISTS);
            alice.next();
            GatewayFixture.eventually("the bridge listens", () -> publishes("probe", new DeliveryOptions(), oracle));
            for (Function<DeliveryOptions, Object> body : bodies) {
                DeliveryOptions options = new DeliveryOptions();
                Object sent = body.apply(options);
                gateway.vertx().eventBus().publish(LISTS, sent, options);
                assertThat(nextOther(alice)).isEqualTo(nextOther(oracle));
            }
        }
    }

    private static boolean publishes(Object body, DeliveryOptions options, FeedBrowser to) {
        gateway.vertx().eventBus().publish(LISTS, body, options);
        return to.next().contains("probe");
    }

    /** The next message that is no list and no probe. */
    private static String nextOther(FeedBrowser browser) {
        String next = browser.next();
        while (next.contains("polledAt") || next.contains("probe")) {
            next = browser.next();
        }
        return next;
    }

    /** What is answered, lists left out, up to the second of two refusals of nonsense. */
    private static List<String> answers(FeedBrowser browser, List<String> said) {
        try (browser) {
            said.forEach(browser::send);
            browser.send("{");
            browser.send("{");
            List<String> answers = new ArrayList<>();
            int nonsense = 0;
            while (nonsense < 2) {
                String next = browser.next();
                if (!new JsonObject(next).getString("type").equals("rec")) {
                    nonsense = next.contains("invalid_json") ? nonsense + 1 : 0;
                    answers.add(next);
                }
            }
            return answers;
        }
    }

    private static FeedBrowser feed(Transport transport) {
        return new FeedBrowser(gateway, "alice", transport);
    }

    private static FeedBrowser bridge(Transport transport) {
        return new FeedBrowser(gateway.browsers(), bridge.actualPort(), "/bridge", transport);
    }

    private static String lists(String townId) {
        return "gastown.town." + townId + ".sessions";
    }

    private static String message(String type, String address) {
        return new JsonObject().put("type", type).put("address", address).encode();
    }
}
