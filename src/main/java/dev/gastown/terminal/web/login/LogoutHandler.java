package dev.gastown.terminal.web.login;

import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.AuditEvent;
import dev.gastown.terminal.ops.AuditEvent.Type;
import dev.gastown.terminal.ops.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code POST /logout}: the user token it came with, in the cookie or as a bearer, is worth nothing from now on, on any
 * node; what was opened with it closes with 4403. Answers 204, also to nobody: who is not logged in is logged out; or 200
 * with {@code {"endSession"}}, the address of the provider that a browser is to be sent to next.
 */
public final class LogoutHandler implements Handler<RoutingContext>, Consumer<Router> {
    private static final int NO_CONTENT = 204;

    private final RequestIdentity identity;
    private final Logins logins;
    private final Supplier<OriginPolicy> origins;
    private final Optional<OidcLogin> oidc;
    private final Audit audit;

    /**
     * @param identity finds the token
     * @param logins where its login ends
     * @param origins which pages may log their user out
     * @param oidc the way to log in with a provider, where there is one
     * @param audit hears of it
     */
    public LogoutHandler(
            RequestIdentity identity,
            Logins logins,
            Supplier<OriginPolicy> origins,
            Optional<OidcLogin> oidc,
            Audit audit) {
        this.identity = identity;
        this.logins = logins;
        this.origins = origins;
        this.oidc = oidc;
        this.audit = audit;
    }

    @Override
    public void accept(Router router) {
        router.post(LoginRoutes.LOGOUT).handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        Answers.keepNothing(context);
        if (!origins.get().allows(context.request())) {
            context.response().setStatusCode(Answers.FORBIDDEN).end("This page's origin is not allowed\n");
            return;
        }
        identity.userOf(context.request())
                .compose(user -> user.map(known -> logOut(known, TraceContext.of(context.request())))
                        .orElse(Future.succeededFuture()))
                .compose(over -> oidc.map(OidcLogin::endSessionUrl).orElse(Future.succeededFuture(Optional.empty())))
                .onSuccess(endSession -> loggedOut(context, endSession))
                .onFailure(unreachable -> context.response()
                        .setStatusCode(Answers.SERVICE_UNAVAILABLE)
                        .end("Not logged out: try again in a moment\n"));
    }

    private void loggedOut(RoutingContext context, Optional<String> endSession) {
        context.response().addCookie(identity.expiredCookie(origins.get().isHttps(context.request())));
        oidc.ifPresent(way -> context.response().addCookie(way.expiredRenewal()));
        endSession.ifPresentOrElse(
                url -> context.json(new JsonObject().put("endSession", url)),
                () -> context.response().setStatusCode(NO_CONTENT).end());
    }

    private Future<Void> logOut(User user, TraceContext trace) {
        Login login = user.login().orElseThrow();
        return logins.logOut(login)
                .onSuccess(over -> audit.publish(new AuditEvent(
                        Type.LOGGED_OUT,
                        Instant.now(),
                        user.userId(),
                        null,
                        null,
                        null,
                        new JsonObject().put("traceId", trace.traceId()))));
    }
}
