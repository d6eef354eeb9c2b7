package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.sandbox.attention.ShippedAttentionRules;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A town with a sandbox agent on a free port, and clients for it. */
final class SandboxFixture implements AutoCloseable {
    static final String KEY = "a key for tests";
    private static final long DEADLINE_SECONDS = 20;

    final TestTown town = TestTown.start();
    final Vertx vertx = Vertx.vertx();
    private final SandboxVerticle verticle;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(200)
            .setMaxFrameSize(8 * 1024 * 1024)
            .setMaxMessageSize(8 * 1024 * 1024));

    record Answer(int status, JsonObject body) {}

    SandboxFixture() {
        this(System.getenv("PATH"), Duration.ofMinutes(5));
    }

    SandboxFixture(String searchPath, Duration retention) {
        SandboxSettings settings = new SandboxSettings(
                "127.0.0.1",
                0,
                KEY,
                Optional.of(town.socket()),
                Optional.of(town.root()),
                Duration.ofSeconds(60),
                retention,
                2000,
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                ShippedAttentionRules.read());
        verticle = new SandboxVerticle(settings, Tmux.onSocket(settings.tmuxSocket(), searchPath));
        await(vertx.deployVerticle(verticle));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    int port() {
        return verticle.actualPort();
    }

    Answer get(String path) {
        return get(path, KEY);
    }

    Answer get(String path, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(DEADLINE_SECONDS));
        if (key != null) {
            request.header(SandboxApi.KEY_HEADER, key);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), new JsonObject(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    List<JsonObject> sessions() {
        return get("/sessions").body().getJsonArray("sessions").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    /** Opens the v2 form. */
    TestViewer watch(String session) {
        return open(options("/sessions/" + session).addSubProtocol(SandboxApi.TERMINAL_V2));
    }

    /** Opens the plain form. */
    TestViewer watchPlain(String session) {
        return open(options("/sessions/" + session));
    }

    /** Opens a wall of these sessions. */
    TestWall wall(String... sessions) {
        return await(sockets.connect(
                        options("/wall?sessions=" + String.join(",", sessions)).addSubProtocol(SandboxApi.WALL_V1))
                .map(TestWall::new));
    }

    /** The viewer listens before the first frame can arrive: on the socket's own event loop. */
    private TestViewer open(WebSocketConnectOptions options) {
        return await(sockets.connect(options).map(TestViewer::new));
    }

    /** The status of a refused upgrade. */
    int refusal(String path, String key, String... subprotocols) {
        WebSocketConnectOptions options = options(path).setSubProtocols(List.of(subprotocols));
        options.getHeaders().set(SandboxApi.KEY_HEADER, key);
        return await(sockets.connect(options)
                .map(opened -> 101)
                .recover(refused -> refused instanceof UpgradeRejectedException rejected
                        ? Future.succeededFuture(rejected.getStatus())
                        : Future.failedFuture(refused)));
    }

    private WebSocketConnectOptions options(String path) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port())
                .setURI(path)
                .addHeader(SandboxApi.KEY_HEADER, KEY);
    }

    /** How many control clients tmux has. */
    long controlClients() {
        return town.tmux("list-clients", "-F", "#{client_control_mode}")
                .lines()
                .filter("1"::equals)
                .count();
    }

    @Override
    public void close() {
        await(vertx.close());
        town.close();
    }
}
