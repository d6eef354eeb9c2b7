package dev.gastown.terminal.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A user with any number of browsers, each on the node or balancer the test chooses. What returns a {@link Future} is for
 * the browsers' event loop ({@link #later}): anywhere else an answer may be there before somebody listens to it.
 */
final class Visitor implements AutoCloseable {
    private static final String TERMINAL_V2 = "gastown.terminal.v2";
    private static final int DEADLINE_SECONDS = 20;
    private static final int MOST_SOCKETS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient http = vertx.createHttpClient();
    private final WebSocketClient sockets = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(MOST_SOCKETS).setMaxFrameSize(1 << 20));
    private final String token;

    /** @param token the user's token */
    Visitor(String token) {
        this.token = token;
    }

    /** A ticket for a session. */
    String ticket(URI at, String session) {
        return await(() -> askForTicket(at, session));
    }

    /** The status of a ticket's use: 101 opens a terminal, which is closed again. */
    int redemptionStatus(URI at, String ticket) {
        return await(() -> redeem(at, ticket)
                .compose(terminal -> terminal.close().map(101))
                .recover(refused -> refused instanceof UpgradeRejectedException rejected
                        ? Future.succeededFuture(rejected.getStatus())
                        : Future.failedFuture(refused)));
    }

    /** Watches a session with a ticket of its own. */
    TerminalViewer watch(URI at, String session) {
        return await(() -> open(at, session).map(TerminalViewer::new));
    }

    /** Whether a session can be watched: a terminal opens, and is closed again. */
    boolean canWatch(URI at, String session) {
        return await(() -> open(at, session)
                .compose(terminal -> terminal.close().map(true))
                .otherwise(false));
    }

    /** Subscribes to the town's session lists. */
    FeedViewer subscribe(URI at) {
        return await(() -> sockets.connect(
                        options(at, "/api/gastown/events/websocket").addHeader("Authorization", "Bearer " + token))
                .map(socket -> new FeedViewer(vertx, socket)));
    }

    /** Opens a terminal with a ticket of its own. Fails with what the answer was when it is no ticket. */
    Future<WebSocket> open(URI at, String session) {
        return askForTicket(at, session).compose(ticket -> redeem(at, ticket));
    }

    /** Asks for the towns; what the answer's status is. */
    Future<Integer> towns(URI at) {
        return call(at, HttpMethod.GET, "listTowns", "")
                .compose(response -> response.body().map(response.statusCode()));
    }

    /** Ends the user's login; what the answer's status is. */
    int logOut(URI at) {
        return await(() -> send(at, HttpMethod.POST, "/logout", "").map(HttpClientResponse::statusCode));
    }

    /** Runs something on the browsers' event loop after a time. */
    void later(int millis, Runnable work) {
        loop.runOnContext(now -> vertx.setTimer(Math.max(1, millis), due -> work.run()));
    }

    private Future<String> askForTicket(URI at, String session) {
        JsonObject input = new JsonObject().put("townId", RehearsedCluster.TOWN).put("sessionName", session);
        return call(at, HttpMethod.POST, "getStreamTicket", input.encode())
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException(response.statusCode() + " " + body);
                    }
                    return body.toJsonObject()
                            .getJsonObject("result")
                            .getJsonObject("data")
                            .getString("ticket");
                }));
    }

    private Future<WebSocket> redeem(URI at, String ticket) {
        return sockets.connect(
                options(at, "/api/gastown/terminal?ticket=" + ticket).addSubProtocol(TERMINAL_V2));
    }

    private Future<HttpClientResponse> call(URI at, HttpMethod method, String procedure, String body) {
        return send(at, method, "/api/trpc/gastown." + procedure, body);
    }

    private Future<HttpClientResponse> send(URI at, HttpMethod method, String path, String body) {
        return http.request(new RequestOptions()
                        .setMethod(method)
                        .setHost(at.getHost())
                        .setPort(at.getPort())
                        .setURI(path)
                        .putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(body));
    }

    private static WebSocketConnectOptions options(URI at, String path) {
        return new WebSocketConnectOptions()
                .setHost(at.getHost())
                .setPort(at.getPort())
                .setURI(path);
    }

    private <T> T await(Supplier<Future<T>> work) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(result));
        return await(result.future());
    }

    private static <T> T await(Future<T> result) {
        try {
            return result.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed.toString(), failed);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
