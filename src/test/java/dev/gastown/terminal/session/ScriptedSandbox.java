package dev.gastown.terminal.session;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A sandbox that answers {@code GET /sessions} with what a test says, and remembers when it was asked. */
public final class ScriptedSandbox implements AutoCloseable {
    /** The key it accepts. */
    public static final String KEY = "key-of-the-sandbox";

    private static final long DEADLINE_SECONDS = 10;

    private final List<Long> askedAtNanos = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Handler<HttpServerRequest> script;

    /** Starts one with no sessions. */
    public ScriptedSandbox(Vertx vertx) {
        sessions();
        server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    askedAtNanos.add(System.nanoTime());
                    script.handle(request);
                })
                .listen(0, "127.0.0.1"));
    }

    /** A session with only what every sandbox sends. */
    public static JsonObject session(String name, String role) {
        return new JsonObject().put("name", name).put("role", role).put("alive", true);
    }

    /** Answers these sessions from now on, to who knows the key. */
    public ScriptedSandbox sessions(JsonObject... sessions) {
        return json(new JsonObject()
                .put("protocols", new JsonArray().add(SandboxApi.TERMINAL_V2))
                .put("sessions", new JsonArray(List.of(sessions))));
    }

    /** Answers this from now on, to who knows the key. */
    public ScriptedSandbox json(JsonObject body) {
        String text = body.encode();
        return script(request -> {
            boolean known = KEY.equals(request.getHeader(SandboxApi.KEY_HEADER));
            request.response().setStatusCode(known ? 200 : 401).end(known ? text : "{}");
        });
    }

    /** Does this with every request from now on. */
    public ScriptedSandbox script(Handler<HttpServerRequest> next) {
        script = next;
        return this;
    }

    /** What it does with every request now. */
    public Handler<HttpServerRequest> script() {
        return script;
    }

    /** How often it was asked. */
    public int asked() {
        return askedAtNanos.size();
    }

    /** When it was asked, by {@link System#nanoTime}. */
    public List<Long> askedAtNanos() {
        return askedAtNanos;
    }

    /** Its address. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Waits for what must not take long. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("It took longer than " + DEADLINE_SECONDS + " s", late);
        }
    }

    @Override
    public void close() {
        await(server.close());
    }
}
