package dev.gastown.terminal.web.login;

import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** {@code GET /login?token=…}: the demo's link becomes a cookie, and the address loses the token. */
public final class OneTimeLoginHandler implements Handler<RoutingContext>, Consumer<Router> {
    private static final Duration LOGIN_LIFE = Duration.ofHours(12);

    private final OneTimeLogin login;
    private final RequestIdentity identity;
    private final Supplier<OriginPolicy> origins;

    /**
     * @param login the token that is accepted once
     * @param identity makes the cookie
     * @param origins tells whether browsers come by https
     */
    public OneTimeLoginHandler(OneTimeLogin login, RequestIdentity identity, Supplier<OriginPolicy> origins) {
        this.login = login;
        this.identity = identity;
        this.origins = origins;
    }

    @Override
    public void accept(Router router) {
        router.get(LoginRoutes.LOGIN).handler(this);
    }

    @Override
    public void handle(RoutingContext context) {
        Answers.keepNothing(context);
        if (login.redeem(context.request().getParam("token"))) {
            boolean secure = origins.get().isHttps(context.request());
            context.response().addCookie(identity.cookie(login.userId(), LOGIN_LIFE, secure));
            Answers.redirect(context, "/");
            return;
        }
        // Whoever is logged in already and opens the link again wants the page, not a lecture.
        // When nobody can tell who it is, it is nobody as far as this link goes.
        identity.userOf(context.request()).otherwise(Optional.empty()).onSuccess(user -> {
            if (user.isPresent()) {
                Answers.redirect(context, "/");
            } else {
                Answers.text(
                        context,
                        Answers.UNAUTHORIZED,
                        "This link was used already, or belongs to an earlier start."
                                + " Start the demo again for a new one.");
            }
        });
    }
}
