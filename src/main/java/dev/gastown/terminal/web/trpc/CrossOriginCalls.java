package dev.gastown.terminal.web.trpc;

import dev.gastown.terminal.identity.OriginPolicy;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets the pages of allowed origins read what the API answers, and answers the question browsers put first (CORS
 * preflight, Fetch standard section 3.2). Pages of all other origins are told nothing, so that browsers refuse them; who
 * may call at all is decided behind this, as for everybody. Runs before the body is read.
 *
 * <p>vertx-web's {@code CorsHandler} is made for one fixed list of origins, and refuses others with an answer of its own.
 */
public final class CrossOriginCalls implements Handler<RoutingContext> {
    /** How long a browser need not ask again; so long a removed origin's page may still be let try. */
    private static final Duration PREFLIGHT_LIFE = Duration.ofMinutes(10);

    private static final int NO_CONTENT = 204;

    private final Supplier<OriginPolicy> origins;

    /** @param origins which pages may call, now */
    public CrossOriginCalls(Supplier<OriginPolicy> origins) {
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap answer = context.response().headers();
        answer.set(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !origins.get().allows(context.request())) {
            context.next();
            return;
        }
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        boolean preflight = context.request().method().equals(HttpMethod.OPTIONS)
                && context.request().headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
        if (!preflight) {
            context.next();
            return;
        }
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type");
        answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, Long.toString(PREFLIGHT_LIFE.toSeconds()));
        context.response().setStatusCode(NO_CONTENT).end();
    }
}
