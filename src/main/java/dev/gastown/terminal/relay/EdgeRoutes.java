package dev.gastown.terminal.relay;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the HTTP server serves beside the relay's sockets: implemented by the web edge, given in at deployment. */
@FunctionalInterface
public interface EdgeRoutes {
    /**
     * Makes the router of one server instance, on that instance's event loop.
     *
     * @param vertx the instance's Vert.x
     * @param terminal serves {@code GET /api/gastown/terminal}, behind the checks that hold for every browser route
     * @param wall serves {@code GET /api/gastown/wall}, behind the same checks
     */
    Router router(Vertx vertx, Handler<RoutingContext> terminal, Handler<RoutingContext> wall);
}
