package dev.gastown.terminal.command;

import dev.gastown.terminal.cluster.Cluster;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.session.ScriptedSandbox;
import dev.gastown.terminal.web.RawHttp;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A whole gateway in this process, wired as the command wires it, with a scripted sandbox: alice owns the town {@link
 * #TOWN}. Its configuration is a file that a test may change.
 */
public final class GatewayFixture implements AutoCloseable {
    /** Alice's running town. */
    public static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    /** The key of user tokens. */
    public static final String SESSION_SECRET = "session-secret-of-at-least-32-bytes-in-tests";

    /** The key of tickets. */
    public static final String TICKET_SECRET = "ticket-secret-of-at-least-32-bytes-in-tests!";

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScriptedSandbox sandbox = new ScriptedSandbox(vertx);
    /** Held: Vert.x closes the connections of a client that nobody refers to any more. */
    private final WebSocketClient browsers = vertx.createWebSocketClient();

    private final OneTimeLogin login = new OneTimeLogin("demo");
    private final Path file;
    private final JsonObject settings;
    private final Configuration configuration;
    private final int port;

    /** Starts with fast polls; {@code changes} are merged into the configuration file. */
    public GatewayFixture(JsonObject changes) {
        sandbox.sessions(
                ScriptedSandbox.session("hq-mayor", "mayor"), ScriptedSandbox.session("gt-witness", "witness"));
        settings = new JsonObject()
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put("management", new JsonObject().put("host", "127.0.0.1").put("port", 0))
                .put("tickets", new JsonObject().put("secret", TICKET_SECRET))
                .put("auth", new JsonObject().put("sessionSecret", SESSION_SECRET))
                .put("poller", new JsonObject().put("intervalMillis", 2_000).put("timeoutMillis", 2_000))
                .put("towns", new JsonArray().add(town(TOWN, "alice")))
                .mergeIn(changes, true);
        try {
            file = Files.createTempFile("gastown-test", ".yaml");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        write(settings.encode());
        configuration = new Configuration(vertx, new JsonObject(), Map.of("GASTOWN_CONFIG", file.toString()));
        port = ScriptedSandbox.await(configuration
                .load()
                .compose(read -> new GatewayNode(
                                Cluster.alone(vertx),
                                read,
                                new LiveSettings(read, Map.of()),
                                meters,
                                CommandProcess.auditFile(read, meters))
                        .start(configuration, Optional.of(login))));
    }

    /** Starts with fast polls and nothing special. */
    public GatewayFixture() {
        this(new JsonObject());
    }

    /** Where browsers' sockets come from. */
    public WebSocketClient browsers() {
        return browsers;
    }

    /** A running town in the scripted sandbox, as the configuration writes it. */
    public JsonObject town(String townId, String... owners) {
        return new JsonObject()
                .put("townId", townId)
                .put("name", "Springfield")
                .put("owners", new JsonArray(java.util.List.of(owners)))
                .put("sandboxUrl", sandbox.url().toString())
                .put("sandboxKey", ScriptedSandbox.KEY);
    }

    /** Replaces the towns in the file; it counts within seconds. */
    public void towns(JsonObject... towns) {
        settings.put("towns", new JsonArray(java.util.List.of(towns)));
        write(settings.encode());
    }

    /** Replaces the file's whole text. */
    public void write(String text) {
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What the file says. */
    public JsonObject settings() {
        return settings;
    }

    public Vertx vertx() {
        return vertx;
    }

    public ScriptedSandbox sandbox() {
        return sandbox;
    }

    public OneTimeLogin login() {
        return login;
    }

    public int port() {
        return port;
    }

    /** A metric's value; 0 when there is none. */
    public double metric(String name, String... tags) {
        var search = meters.find(name).tags(tags).meter();
        return search == null ? 0 : search.measure().iterator().next().getValue();
    }

    /** What {@code /metrics} says. */
    public String scrape() {
        return meters.scrape();
    }

    /** The header line of a user's token. */
    public static String bearer(String userId) {
        return "Authorization: Bearer " + Jwts.user(SESSION_SECRET, userId);
    }

    /** The header line of a user's cookie. */
    public static String cookie(String userId) {
        return "Cookie: gastown_session=" + Jwts.user(SESSION_SECRET, userId);
    }

    public RawHttp.Answer get(String path, String... headers) {
        return RawHttp.send(port, "GET " + path + " HTTP/1.1", "", headers);
    }

    /** Posts JSON. */
    public RawHttp.Answer post(String path, String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: application/json";
        return RawHttp.send(port, "POST " + path + " HTTP/1.1", body, all);
    }

    /** Waits for something that must become true. */
    public static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + DEADLINE.toSeconds() + " s for " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        ScriptedSandbox.await(configuration.close());
        ScriptedSandbox.await(vertx.close());
        try {
            Files.deleteIfExists(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
