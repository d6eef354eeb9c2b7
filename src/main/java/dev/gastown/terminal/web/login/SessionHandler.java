package dev.gastown.terminal.web.login;

import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.User;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code GET /login/session}: what the page has to know of the login that it can't read from its cookie. Answers {@code
 * {"loggedIn","expiresIn","renewable","loginPath"}}, also to nobody: {@code expiresIn} in whole seconds or null, {@code
 * renewable} also of a login that has just expired, {@code loginPath} where to log in, null where there is no such place.
 */
public final class SessionHandler implements Handler<RoutingContext>, Consumer<Router> {
    private final RequestIdentity identity;
    private final Optional<OidcLogin> oidc;
    private final Clock clock;

    /**
     * @param oidc the way to log in with a provider, where there is one
     * @param clock the time logins expire by
     */
    public SessionHandler(RequestIdentity identity, Optional<OidcLogin> oidc, Clock clock) {
        this.identity = identity;
        this.oidc = oidc;
        this.clock = clock;
    }

    @Override
    public void accept(Router router) {
        router.get(LoginRoutes.SESSION).handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        Answers.keepNothing(context);
        identity.userOf(context.request())
                .onSuccess(user -> context.json(session(context, user)))
                .onFailure(unknown -> Answers.text(
                        context, Answers.SERVICE_UNAVAILABLE, "Logins can't be checked right now; try again"));
    }

    private JsonObject session(RoutingContext context, Optional<User> user) {
        Optional<Instant> expiresAt = user.flatMap(User::login).map(Login::expiresAt);
        return new JsonObject()
                .put("loggedIn", user.isPresent())
                .put(
                        "expiresIn",
                        expiresAt
                                .map(end -> Math.max(
                                        0,
                                        Duration.between(clock.instant(), end).toSeconds()))
                                .orElse(null))
                .put("renewable", oidc.filter(way -> way.canRenew(context)).isPresent())
                .put("loginPath", oidc.map(way -> LoginRoutes.LOGIN).orElse(null));
    }
}
