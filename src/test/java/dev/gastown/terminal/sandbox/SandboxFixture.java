package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
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
    private final HttpClient http = vertx.createHttpClient();
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
                Duration.ofMillis(200));
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
        return await(http.request(HttpMethod.GET, port(), "127.0.0.1", path)
                .compose(request -> {
                    if (key != null) {
                        request.putHeader(SandboxApi.KEY_HEADER, key);
                    }
                    return request.send();
                })
                .compose(response -> response.body()
                        .map(body -> new Answer(
                                response.statusCode(), body.length() == 0 ? new JsonObject() : body.toJsonObject()))));
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

    /** The viewer listens before the first frame can arrive: on the socket's own event loop. */
    private TestViewer open(WebSocketConnectOptions options) {
        return await(sockets.connect(options).map(TestViewer::new));
    }

    /** The status of a refused upgrade. */
    int refusal(String path, String key) {
        WebSocketConnectOptions options = options(path);
        options.getHeaders().set(SandboxApi.KEY_HEADER, key);
        return await(sockets.connect(options)
                .map(opened -> 101)
                .recover(refused -> refused instanceof io.vertx.core.http.UpgradeRejectedException rejected
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
