package dev.gastown.terminal.web;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Limit;
import dev.gastown.terminal.ops.LimitMeter;
import dev.gastown.terminal.relay.EdgeRoutes;
import dev.gastown.terminal.web.feed.SessionFeed;
import dev.gastown.terminal.web.login.LoginRoutes;
import dev.gastown.terminal.web.page.HostPolicy;
import dev.gastown.terminal.web.page.PageFiles;
import dev.gastown.terminal.web.page.SecurityHeaders;
import dev.gastown.terminal.web.trpc.CrossOriginCalls;
import dev.gastown.terminal.web.trpc.TrpcError;
import dev.gastown.terminal.web.trpc.TrpcException;
import dev.gastown.terminal.web.trpc.TrpcHandler;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything the HTTP server serves: the map of the edge. Immutable; every server instance makes its own router. */
public final class GatewayRoutes implements EdgeRoutes {
    /** The path of the terminal socket (contract section 3). */
    public static final String TERMINAL_PATH = "/api/gastown/terminal";

    /** The path of the wall's socket. */
    public static final String WALL_PATH = "/api/gastown/wall";

    /** What the router itself refuses, by HTTP status: in the API's envelope under the API, as plain words elsewhere. */
    private static final Map<Integer, TrpcException> REFUSALS = Stream.of(
                    new TrpcException(TrpcError.BAD_REQUEST, "The request is malformed"),
                    new TrpcException(TrpcError.MISDIRECTED_REQUEST, "This gateway is not known by that name"),
                    new TrpcException(TrpcError.PAYLOAD_TOO_LARGE, "The request body is too large"))
            .collect(Collectors.toUnmodifiableMap(refusal -> refusal.error().httpStatus(), refusal -> refusal));

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final HostPolicy hosts;
    private final Supplier<OriginPolicy> origins;
    private final RequestIdentity identity;
    private final Supplier<LimitSettings> limits;
    private final LimitMeter limitsReached;
    private final TrpcHandler trpc;
    private final SessionFeed feed;
    private final LoginRoutes login;

    /**
     * @param hosts which {@code Host} is accepted
     * @param origins which pages may connect
     * @param identity who asks
     * @param limits sizes of request bodies
     * @param limitsReached where larger ones are counted
     * @param trpc the API
     * @param feed the pushes
     * @param login every way to log in and out
     */
    public GatewayRoutes(
            HostPolicy hosts,
            Supplier<OriginPolicy> origins,
            RequestIdentity identity,
            Supplier<LimitSettings> limits,
            LimitMeter limitsReached,
            TrpcHandler trpc,
            SessionFeed feed,
            LoginRoutes login) {
        this.hosts = hosts;
        this.origins = origins;
        this.identity = identity;
        this.limits = limits;
        this.limitsReached = limitsReached;
        this.trpc = trpc;
        this.feed = feed;
        this.login = login;
    }

    @Override
    public Router router(Vertx vertx, Handler<RoutingContext> terminal, Handler<RoutingContext> wall) {
        Router router = Router.router(vertx);
        REFUSALS.forEach((status, refusal) -> router.errorHandler(status, context -> refuseUnrouted(context, refusal)));
        router.route().handler(hosts);
        router.route().handler(this::askNoMore);
        router.route().handler(new SecurityHeaders(hosts));
        router.route(TERMINAL_PATH).handler(terminal);
        router.route(WALL_PATH).handler(wall);
        router.route(TrpcHandler.BASE_PATH + "*").handler(new CrossOriginCalls(origins));
        router.route(TrpcHandler.BASE_PATH + "*")
                .handler(this::trpcBody)
                .handler(trpc)
                .failureHandler(this::trpcFailure);
        router.route(SessionFeed.PATH + "/*").handler(this::mayUseFeed);
        router.post(SessionFeed.PATH + "/*")
                .handler(body(LimitSettings::feedMessageBytes))
                .failureHandler(context -> {
                    countTooLarge(context, Limit.FEED_MESSAGE_BYTES);
                    context.next();
                });
        router.route(SessionFeed.PATH + "/*").subRouter(feed.router(vertx));
        login.mount(router);
        router.route("/api/*").handler(context -> refuse(context, NOT_FOUND, "There is nothing here"));
        new PageFiles().mount(router);
        return router;
    }

    /** A connection that is kept would bring its next request here, to be cut off in the middle when the node is gone. */
    private void askNoMore(RoutingContext context) {
        if (feed.isDraining()) {
            context.response().putHeader("Connection", "close");
        }
        context.next();
    }

    /** A body handler is made for every request, so that a changed limit counts at once. */
    private Handler<RoutingContext> body(ToIntFunction<LimitSettings> limit) {
        return context -> BodyHandler.create(false)
                .setBodyLimit(limit.applyAsInt(limits.get()))
                .handle(context);
    }

    private void trpcBody(RoutingContext context) {
        if (TrpcHandler.readsBody(context)) {
            body(LimitSettings::requestBodyBytes).handle(context);
        } else {
            context.next();
        }
    }

    private void trpcFailure(RoutingContext context) {
        countTooLarge(context, Limit.REQUEST_BODY_BYTES);
        TrpcException refusal = REFUSALS.get(context.statusCode());
        trpc.refuse(context, refusal == null ? context.failure() : refusal);
    }

    private void countTooLarge(RoutingContext context, Limit limit) {
        if (context.statusCode() == TrpcError.PAYLOAD_TOO_LARGE.httpStatus()) {
            limitsReached.reached(limit);
        }
    }

    /** For requests that are refused before a route has them, or where no route has words of its own. */
    private void refuseUnrouted(RoutingContext context, TrpcException refusal) {
        if (TrpcHandler.isFor(context)) {
            trpc.refuse(context, refusal);
        } else {
            refuse(context, refusal.error().httpStatus(), refusal.getMessage());
        }
    }

    /**
     * SockJS answers every origin in the affirmative and leaves users to us: foreign pages are refused on every
     * transport, {@code /info} is open but never says so to a foreign page, and a socket needs a user.
     */
    private void mayUseFeed(RoutingContext context) {
        boolean allowed = origins.get().allows(context.request());
        boolean info = context.request().path().equals(SessionFeed.PATH + "/info");
        context.addHeadersEndHandler(headers -> {
            boolean named = context.request().getHeader("Origin") != null;
            if (!named || !allowed) {
                context.response().headers().remove("Access-Control-Allow-Origin");
                context.response().headers().remove("Access-Control-Allow-Credentials");
            }
        });
        String below = context.normalizedPath().substring(SessionFeed.PATH.length());
        if (below.length() <= 1 || below.startsWith("/iframe")) {
            // SockJS's greeting, and its frame for other origins, which loads a script from elsewhere.
            refuse(context, NOT_FOUND, "There is nothing here");
            return;
        }
        if (feed.isTooLate(context.request().path())) {
            refuse(context, SERVICE_UNAVAILABLE, "Going away: try again");
            return;
        }
        if (info || context.request().method().equals(HttpMethod.OPTIONS)) {
            context.next();
            return;
        }
        if (!allowed) {
            refuse(context, FORBIDDEN, "This page's origin is not allowed");
            return;
        }
        context.request().pause();
        Future<Optional<User>> asked = identity.userOf(context.request());
        asked.onFailure(unknown -> {
            context.request().resume();
            refuse(context, SERVICE_UNAVAILABLE, "Logins can't be checked right now; try again");
        });
        asked.onSuccess(user -> {
            context.request().resume();
            if (user.isEmpty()) {
                refuse(context, UNAUTHORIZED, "Log in first");
            } else if (!feed.mayUse(context, user.get())) {
                refuse(context, NOT_FOUND, "There is nothing here");
            } else {
                context.put(SessionFeed.USER, user.get());
                context.next();
            }
        });
    }

    private static void refuse(RoutingContext context, int status, String words) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(words + "\n");
    }
}
