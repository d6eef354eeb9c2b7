package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.config.SandboxSettings;
import dev.gastown.terminal.ops.AccessLog;
import dev.gastown.terminal.ops.TraceContext;
import dev.gastown.terminal.sandbox.attention.PanePulse;
import dev.gastown.terminal.sandbox.attention.TownAttention;
import dev.gastown.terminal.sandbox.tmux.ScreenCaptures;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import dev.gastown.terminal.sandbox.tmux.TmuxException;
import dev.gastown.terminal.sandbox.wall.Walls;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.session.SessionName;
import dev.gastown.terminal.session.WallSessions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent inside a sandbox: {@code GET /sessions} lists the town's tmux sessions, a WebSocket to {@code
 * /sessions/<name>} shows one and types to it (contract sections 3.1, 3.2 and 4), a WebSocket to {@code
 * /wall?sessions=<name>,<name>} shows the screens of several. Whoever sends the key is trusted: who
 * may type is the gateway's decision.
 *
 * <p>Deploy one instance: sessions and streams are state of its context.
 */
public final class SandboxVerticle extends VerticleBase {
    /** Largest WebSocket message and frame taken, bytes. */
    static final int MAX_MESSAGE_BYTES = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SandboxVerticle.class);
    private static final String SESSION_PREFIX = SandboxApi.SESSIONS_PATH + "/";

    private final SandboxSettings settings;
    private final Tmux tmux;
    private final byte[] key;
    private final Optional<AccessLog> accessLog;
    private final Map<String, TerminalStream> streams = new HashMap<>();
    private SessionDirectory directory;
    private Walls walls;
    private TownAttention attention;
    private HttpServer server;

    /** The agent with the tmux found on this process's {@code PATH}. */
    public SandboxVerticle(SandboxSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * The same, with a log of requests.
     *
     * @param accessLog where there is one
     */
    public SandboxVerticle(SandboxSettings settings, Optional<AccessLog> accessLog) {
        this(settings, Tmux.onSocket(settings.tmuxSocket()), accessLog);
    }

    SandboxVerticle(SandboxSettings settings, Tmux tmux) {
        this(settings, tmux, Optional.empty());
    }

    private SandboxVerticle(SandboxSettings settings, Tmux tmux, Optional<AccessLog> accessLog) {
        this.settings = settings;
        this.accessLog = accessLog;
        this.tmux = tmux;
        this.key = settings.key().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Future<?> start() {
        directory = new SessionDirectory(vertx, tmux, settings);
        walls = new Walls(vertx, new ScreenCaptures(vertx, tmux), settings.wallInterval());
        attention = new TownAttention(vertx, new ScreenCaptures(vertx, tmux), settings.attentionRules());
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                // Gateways speak HTTP/1.1, and only then is a connection's first request told of.
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setWebSocketSubProtocols(List.of(SandboxApi.TERMINAL_V2, SandboxApi.WALL_V1));
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> accessLog.ifPresent(
                        log -> log.watch(((ConnectionBase) connection).channel().pipeline())))
                .requestHandler(request -> {
                    TraceContext.begin(request);
                    handle(request);
                });
        return server.listen();
    }

    @Override
    public Future<?> stop() {
        List.copyOf(streams.values()).forEach(TerminalStream::close);
        walls.close();
        return server.close();
    }

    /** The TCP port listened on, once deployed. */
    public int actualPort() {
        return server.actualPort();
    }

    /** What the access log shows of a path: names of sessions, and nothing that is none. */
    public static String shownPath(String path) {
        if (path.startsWith(SESSION_PREFIX)) {
            String name = path.substring(SESSION_PREFIX.length());
            return SESSION_PREFIX + (SessionName.isValid(name) ? name : "*");
        }
        return path.equals(SandboxApi.SESSIONS_PATH) || path.equals(SandboxApi.WALL_PATH) || path.equals("/")
                ? path
                : "/*";
    }

    private void handle(HttpServerRequest request) {
        if (!keyMatches(request)) {
            problem(request, 401, "Missing or wrong " + SandboxApi.KEY_HEADER);
        } else if (request.method() != HttpMethod.GET) {
            problem(request, 405, "Only GET is possible here");
        } else if (request.path().equals(SandboxApi.SESSIONS_PATH)) {
            list(request);
        } else if (request.path().startsWith(SESSION_PREFIX)) {
            open(request, request.path().substring(SESSION_PREFIX.length()));
        } else if (request.path().equals(SandboxApi.WALL_PATH)) {
            openWall(request);
        } else {
            problem(request, 404, "Nothing is here");
        }
    }

    private boolean keyMatches(HttpServerRequest request) {
        String given = request.getHeader(SandboxApi.KEY_HEADER);
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), key);
    }

    private void list(HttpServerRequest request) {
        directory
                .list()
                .compose(this::withAttention)
                .onSuccess(list -> json(
                        request,
                        200,
                        new JsonObject()
                                .put("protocols", new JsonArray().add(SandboxApi.TERMINAL_V2))
                                .put("sessions", list)))
                .onFailure(failure -> unavailable(request, failure));
    }

    private Future<JsonArray> withAttention(List<ListedSession> sessions) {
        Map<String, PanePulse> pulses = new LinkedHashMap<>();
        sessions.forEach(session -> pulses.put(session.name(), session.pulse()));
        return attention.look(pulses).map(notices -> {
            Instant now = Instant.now();
            JsonArray list = new JsonArray();
            sessions.forEach(session -> list.add(
                    session.toJson(now, settings.activeWindow(), Optional.ofNullable(notices.get(session.name())))));
            return list;
        });
    }

    private void open(HttpServerRequest request, String name) {
        if (!SessionName.isValid(name)) {
            problem(request, 404, "Not a session's name");
        } else if (!asksForWebSocket(request)) {
            upgradeRequired(request, "A session is opened as a WebSocket");
        } else {
            request.pause();
            directory
                    .find(name)
                    .onSuccess(found -> {
                        request.resume();
                        found.ifPresentOrElse(
                                session -> request.toWebSocket()
                                        .onSuccess(socket -> watch(socket, session))
                                        .onFailure(failure -> LOG.debug("Upgrade failed", failure)),
                                () -> problem(request, 404, "No such session"));
                    })
                    .onFailure(failure -> {
                        request.resume();
                        unavailable(request, failure);
                    });
        }
    }

    private void watch(ServerWebSocket socket, ListedSession session) {
        attention.listed(session.name(), session.pulse());
        TerminalStream stream = streams.computeIfAbsent(session.name(), this::newStream);
        stream.join(
                SandboxApi.TERMINAL_V2.equals(socket.subProtocol())
                        ? new RawViewer(vertx, socket, stream, session)
                        : new PlainViewer(vertx, socket, stream, settings.plainInterval()));
    }

    /** tmux is not asked before: a wall shows a session whenever it is there. */
    private void openWall(HttpServerRequest request) {
        List<String> sessions = wallSessions(request);
        if (!WallSessions.areValid(sessions)) {
            problem(
                    request,
                    400,
                    SandboxApi.WALL_SESSIONS + " must be 1 to " + WallSessions.MOST
                            + " different names of sessions, separated by commas");
        } else if (!asksForWebSocket(request)) {
            upgradeRequired(request, "A wall is opened as a WebSocket");
        } else if (!SandboxApi.WALL_V1.equals(request.getHeader("Sec-WebSocket-Protocol"))) {
            problem(request, 400, "A wall speaks " + SandboxApi.WALL_V1 + " only: offer it, and nothing else");
        } else {
            request.toWebSocket()
                    .onSuccess(socket -> walls.open(socket, sessions))
                    .onFailure(failure -> LOG.debug("Upgrade failed", failure));
        }
    }

    /** The names as given, valid or not; none unless the parameter is there exactly once. */
    private static List<String> wallSessions(HttpServerRequest request) {
        try {
            List<String> given = request.params().getAll(SandboxApi.WALL_SESSIONS);
            return given.size() == 1 ? List.of(given.get(0).split(",", -1)) : List.of();
        } catch (IllegalArgumentException malformedQuery) {
            return List.of();
        }
    }

    private static boolean asksForWebSocket(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    private static void upgradeRequired(HttpServerRequest request, String error) {
        request.response().putHeader("Upgrade", "websocket").putHeader("Connection", "Upgrade");
        problem(request, 426, error);
    }

    private TerminalStream newStream(String session) {
        return new TerminalStream(vertx, context, tmux, session, settings.scrollbackLines(), new StreamOwner() {
            @Override
            public void rang() {
                attention.rang(session);
            }

            @Override
            public void typed() {
                attention.typed(session);
            }

            @Override
            public void over() {
                streams.remove(session);
            }
        });
    }

    private static void unavailable(HttpServerRequest request, Throwable failure) {
        if (failure instanceof TmuxException) {
            problem(request, 503, failure.getMessage());
        } else {
            LOG.error("Cannot answer {}", request.path(), failure);
            problem(request, 500, "Internal error");
        }
    }

    private static void problem(HttpServerRequest request, int status, String error) {
        json(request, status, new JsonObject().put("error", error));
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }
}
