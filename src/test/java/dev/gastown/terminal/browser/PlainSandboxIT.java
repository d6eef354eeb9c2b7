package dev.gastown.terminal.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sandbox that never heard of subprotocols is shown too, and the Mayor gets lines (contract section 3.1). */
class PlainSandboxIT {
    private static final String LIST = """
            {"sessions": [{"name": "hq-mayor", "role": "mayor", "alive": true},
                          {"name": "gt-nux", "role": "polecat", "alive": true}]}
            """;

    private static final List<String> RECEIVED = new CopyOnWriteArrayList<>();
    private static final Vertx VERTX = Vertx.vertx();

    @AutoClose
    private static GatewayProcess gateway;

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        HttpServer sandbox = VERTX.createHttpServer()
                .requestHandler(PlainSandboxIT::list)
                .webSocketHandler(PlainSandboxIT::show)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        gateway = GatewayProcess.command("gateway")
                .configuration(TownAtWork.configuration("http://127.0.0.1:" + sandbox.actualPort()))
                .start();
        chromium = new Chromium();
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void panesAreDrawnAndTheMayorGetsLinesFromTheComposer() {
        DashboardPage page = DashboardPage.open(chromium.person(), gateway, TownAtWork.OWNER);
        page.awaitLive("hq-mayor").awaitText("pane of /sessions/hq-mayor").picture("plain");
        assertThat(page.screen().subList(0, 3))
                .containsExactly("pane of /sessions/hq-mayor", "in green: 緑", "third line");
        assertThat(page.status("gt-nux")).hasText("active");

        page.page().getByTestId("composer").fill("gt sling gt-42 nux");
        page.page().getByTestId("composer").press("Control+Enter");
        page.awaitText("typed gt sling gt-42 nux");
        assertThat(page.page().getByTestId("composer")).hasValue("");
        assertThat(RECEIVED.stream()
                        .map(JsonObject::new)
                        .filter(frame -> frame.getString("type").equals("input"))
                        .toList())
                .containsExactly(new JsonObject().put("type", "input").put("data", "gt sling gt-42 nux"));
        // The pane takes the shape of the box, as with single keys.
        assertThat(RECEIVED.stream().map(JsonObject::new))
                .anySatisfy(frame -> assertThat(frame.getString("type")).isEqualTo("resize"));

        int received = RECEIVED.size();
        page.choose("gt-nux").awaitText("pane of /sessions/gt-nux").focusTerminal();
        page.type("nothing").press("Enter");
        assertThat(page.page().getByTestId("composer")).hasCount(0);
        assertThat(page.terminal()).hasAttribute("data-access", "read");
        // A fence: what the Mayor is sent after it has arrived.
        page.choose("hq-mayor").page().getByTestId("composer").fill("fence");
        page.page().getByTestId("composer").press("Control+Enter");
        TestTown.await("the fence", () -> RECEIVED.stream().anyMatch(frame -> frame.contains("fence")));
        assertThat(RECEIVED.subList(received, RECEIVED.size())).noneMatch(frame -> frame.contains("nothing"));
        assertThat(page.errors()).isEmpty();
    }

    private static void list(HttpServerRequest request) {
        boolean known = GatewayProcess.SANDBOX_KEY.equals(request.getHeader("x-internal-api-key"));
        request.response().setStatusCode(known ? 200 : 401).end(known ? LIST : "");
    }

    private static void show(ServerWebSocket socket) {
        String pane = "pane of " + socket.path() + "\n\033[32min green: 緑\033[0m\nthird line\n";
        socket.writeTextMessage(output(pane));
        socket.textMessageHandler(frame -> {
            RECEIVED.add(frame);
            JsonObject message = new JsonObject(frame);
            if ("input".equals(message.getString("type"))) {
                socket.writeTextMessage(output(pane + "typed " + message.getString("data") + "\n"));
            }
        });
    }

    private static String output(String pane) {
        return new JsonObject()
                .put("type", "output")
                .put("data", pane)
                .put("timestamp", System.currentTimeMillis() / 1000)
                .encode();
    }
}
