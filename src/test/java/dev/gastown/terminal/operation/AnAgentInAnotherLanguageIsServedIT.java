package dev.gastown.terminal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Prerequisite;
import dev.gastown.terminal.TestTown;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example agent, on real tmux, behind a real gateway. */
class AnAgentInAnotherLanguageIsServedIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final String KEY = "the key of the example";
    private static final long DEADLINE_SECONDS = 20;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestTown town;
    private static Process agent;
    private static String agentUrl;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        Prerequisite.install("python3");
        town = TestTown.start()
                .session("hq-mayor", "echo at work; exec cat")
                .session("gt-nux", "echo polecat at work; exec cat");
        ProcessBuilder builder = new ProcessBuilder(
                "python3", "examples/sandbox-agent/agent.py", "--port", "0", "--tmux-socket", town.socket());
        builder.environment().put("GASTOWN_SANDBOX_KEY", KEY);
        agent = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        agentUrl = agent.inputReader().readLine().replaceAll("^Sandbox agent: |/sessions$", "");
        gateway = GatewayProcess.command("gateway")
                .town(TOWN, "[alice]", agentUrl, KEY)
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        agent.destroy();
        town.close();
    }

    @Test
    void itsMayorIsShownTypedToAndTakesTheWindowsSize() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket terminal = open("hq-mayor", heard);

        awaitOutput(heard, "at work");
        terminal.sendText("{\"type\":\"input\",\"data\":\"typed -l 'by' \\\"hand\\\"; ü\"}", true)
                .join();
        awaitOutput(heard, "typed -l 'by' \"hand\"; ü");
        terminal.sendText("{\"type\":\"resize\",\"cols\":101,\"rows\":31}", true)
                .join();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!town.tmux("display-message", "-p", "-t", "=hq-mayor:", "#{pane_width}x#{pane_height}")
                .strip()
                .equals("101x31")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        terminal.sendClose(1000, "").join();
    }

    @Test
    void aReaderTypesNothingThere() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket terminal = open("gt-nux", heard);
        awaitOutput(heard, "polecat at work");
        terminal.sendText("{\"type\":\"input\",\"data\":\"typed\"}", true).join();
        terminal.sendPing(ByteBuffer.allocate(0)).join();
        town.tmux("send-keys", "-t", "=gt-nux:", "after", "Enter");
        assertThat(awaitOutput(heard, "after")).doesNotContain("typed");
        terminal.abort();
    }

    @Test
    void itAnswersNobodyWithoutTheKey() throws Exception {
        for (String path : new String[] {"/sessions", "/sessions/hq-mayor", "/anything"}) {
            for (String key : new String[] {"wrong", KEY + "x"}) {
                assertThat(HTTP.send(
                                        HttpRequest.newBuilder(URI.create(agentUrl + path))
                                                .header("x-internal-api-key", key)
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(401);
            }
        }
    }

    private static String awaitOutput(BlockingQueue<String> heard, String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (true) {
            String message = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            assertThat(message).as("output with " + text).isNotNull();
            String data = new JsonObject(message).getString("data");
            if (data.contains(text)) {
                return data;
            }
        }
    }

    private static WebSocket open(String session, BlockingQueue<String> heard) throws Exception {
        HttpResponse<String> minted = HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.origin() + "/api/trpc/gastown.getStreamTicket"))
                        .header("Content-Type", "application/json")
                        .header("Cookie", GatewayProcess.login("alice").toString())
                        .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                                .put("townId", TOWN)
                                .put("sessionName", session)
                                .encode()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(minted.statusCode()).as(minted.body()).isEqualTo(200);
        JsonObject ticket =
                new JsonObject(minted.body()).getJsonObject("result").getJsonObject("data");
        assertThat(ticket.getValue("protocol")).isNull();
        CompletableFuture<WebSocket> opened = HTTP.newWebSocketBuilder()
                .buildAsync(
                        URI.create(gateway.origin().replace("http:", "ws:") + "/api/gastown/terminal?ticket="
                                + ticket.getString("ticket")),
                        new WebSocket.Listener() {
                            private final StringBuilder text = new StringBuilder();

                            @Override
                            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                                text.append(part);
                                if (last) {
                                    heard.add(text.toString());
                                    text.setLength(0);
                                }
                                socket.request(1);
                                return null;
                            }
                        });
        return opened.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
