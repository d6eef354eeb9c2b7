package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;

import dev.gastown.terminal.TestDatabase;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import dev.gastown.terminal.web.feed.SessionFeed;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A whole gateway in this process whose towns are in a database: alice's is running, and the terminals of its sandbox say
 * what they are told.
 */
final class DatabaseGateway implements AutoCloseable {
    static final String TOWN = GatewayFixture.TOWN;

    final GatewayFixture gateway;
    private final TestDatabase database;

    /** What a socket was sent, and how it ended. */
    static final class Socket {
        final WebSocket socket;
        final List<String> heard = new CopyOnWriteArrayList<>();

        Socket(WebSocket socket) {
            this.socket = socket;
            socket.handler(bytes -> heard.add(bytes.toString()));
        }

        /** Waits for a message. */
        void hears(String part) {
            TestTown.await("'" + part + "'", () -> heard.stream().anyMatch(text -> text.contains(part)));
        }

        /** Sends something that comes back. */
        void echoes(String text) {
            await(socket.writeTextMessage(text));
            hears(text);
        }
    }

    /** @param settings of {@code database:} */
    DatabaseGateway(TestDatabase database, JsonObject settings) {
        this.database = database;
        database.clear();
        gateway = new GatewayFixture(
                new JsonObject().put("towns", new JsonArray()).put("database", settings));
        Handler<HttpServerRequest> lists = gateway.sandbox().script();
        gateway.sandbox().script(request -> {
            if (request.path().startsWith("/sessions/")) {
                request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
            } else {
                lists.handle(request);
            }
        });
        owner("alice");
        TestTown.await("the town", () -> list("alice").body().contains(TOWN));
    }

    /** Gives the town to a user. */
    void owner(String userId) {
        put(userId, "running");
    }

    void put(String userId, String status) {
        database.put(
                TOWN,
                userId,
                status,
                new JsonObject()
                        .put("sandboxUrl", gateway.sandbox().url().toString())
                        .put("sandboxKey", ScriptedSandbox.KEY));
    }

    RawHttp.Answer list(String user) {
        return gateway.get("/api/trpc/gastown.listTowns", GatewayFixture.bearer(user));
    }

    RawHttp.Answer ticket(String user) {
        return gateway.post(
                "/api/trpc/gastown.getStreamTicket",
                new JsonObject()
                        .put("townId", TOWN)
                        .put("sessionName", "hq-mayor")
                        .encode(),
                GatewayFixture.bearer(user));
    }

    /** The path that opens alice's terminal, with a ticket in it. */
    String terminalPath() {
        return "/api/gastown/terminal?ticket="
                + ticket("alice")
                        .json()
                        .getJsonObject("result")
                        .getJsonObject("data")
                        .getString("ticket");
    }

    /** Alice's terminal of the Mayor. */
    Socket terminal() {
        return open(new WebSocketConnectOptions().setURI(terminalPath()));
    }

    /** Alice's subscription to the town's lists. */
    Socket feed() {
        String[] cookie = GatewayFixture.cookie("alice").split(": ", 2);
        Socket feed = open(new WebSocketConnectOptions()
                .setURI(SessionFeed.PATH + "/websocket")
                .addHeader(cookie[0], cookie[1]));
        await(feed.socket.writeTextMessage(new JsonObject()
                .put("type", "register")
                .put("address", "gastown.town." + TOWN + ".sessions")
                .encode()));
        feed.hears("hq-mayor");
        return feed;
    }

    private Socket open(WebSocketConnectOptions to) {
        return new Socket(
                await(gateway.browsers().connect(to.setHost("127.0.0.1").setPort(gateway.port()))));
    }

    double looks(String result) {
        return gateway.metric("gastown.database.refreshes", "result", result);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
