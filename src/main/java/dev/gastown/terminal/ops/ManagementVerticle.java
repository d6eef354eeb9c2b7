package dev.gastown.terminal.ops;

import dev.gastown.terminal.config.ManagementSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Health and metrics on a port of their own, never exposed to browsers (contract section 7). */
public final class ManagementVerticle extends VerticleBase {
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final ManagementSettings settings;
    private final PrometheusMeterRegistry meters;
    private final Readiness readiness;
    private HttpServer server;
    private WorkerExecutor scrapes;

    /**
     * @param settings where to listen
     * @param meters what {@code /metrics} shows
     * @param readiness what {@code /health/ready} tells
     */
    public ManagementVerticle(ManagementSettings settings, PrometheusMeterRegistry meters, Readiness readiness) {
        this.settings = settings;
        this.meters = meters;
        this.readiness = readiness;
    }

    @Override
    public Future<?> start() {
        // A thread of its own: the common ones may all wait for a member of the cluster that died, and then above all
        // somebody wants to see why.
        scrapes = vertx.createSharedWorkerExecutor("gastown-scrapes", 1);
        Router router = Router.router(vertx);
        router.get("/health/live").handler(context -> health(context, true));
        router.get("/health/ready").handler(context -> health(context, readiness.isReady()));
        router.get("/metrics").handler(this::metrics);
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost(settings.host()).setPort(settings.port()))
                .requestHandler(router)
                .listen()
                .onSuccess(listening -> server = listening);
    }

    /** The TCP port in use, known once deployed. */
    public int actualPort() {
        return server.actualPort();
    }

    private static void health(RoutingContext context, boolean well) {
        context.response()
                .setStatusCode(well ? OK : SERVICE_UNAVAILABLE)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("status", well ? "UP" : "DOWN").encode());
    }

    /** A scrape walks every meter: off the event loop. */
    private void metrics(RoutingContext context) {
        scrapes.executeBlocking(() -> meters.scrape(PROMETHEUS_TEXT))
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", PROMETHEUS_TEXT)
                        .end(text))
                .onFailure(context::fail);
    }
}
