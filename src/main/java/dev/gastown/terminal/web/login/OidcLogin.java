package dev.gastown.terminal.web.login;

import dev.gastown.terminal.identity.OidcAttempt;
import dev.gastown.terminal.identity.OidcException;
import dev.gastown.terminal.identity.OidcException.Kind;
import dev.gastown.terminal.identity.OidcProvider;
import dev.gastown.terminal.identity.OidcSession;
import dev.gastown.terminal.identity.OidcUser;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.SealedText;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.ops.AuditEvent;
import dev.gastown.terminal.ops.AuditEvent.Type;
import dev.gastown.terminal.ops.TraceContext;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * People log in with an OpenID Connect provider: {@code GET /login} sends them there, {@code GET /login/callback} takes them
 * back with the session cookie, {@code POST /login/renew} renews it. No node remembers anything: what is needed later lies
 * sealed in cookies, so that any node goes on where another began.
 */
public final class OidcLogin implements Consumer<Router> {
    /** The attempt to log in; {@code Lax}, for it has to come along from the provider's page. */
    private static final String ATTEMPT_COOKIE = "gastown_login";

    /** The provider's refresh token, sent to {@link LoginRoutes#RENEW} and its neighbours only. */
    private static final String RENEWAL_COOKIE = "gastown_renewal";

    /** RFC 6265 section 6.1: what browsers keep of a cookie at least, bytes, with room for name and attributes. */
    private static final int MOST_COOKIE_BYTES = 3_900;

    /** A path of this gateway and nothing that a browser would read as another host's. */
    private static final Pattern OWN_PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]{0,511}");

    private static final String START_AGAIN = "Log in again: this attempt was begun too long ago, or in another tab.";
    private static final String REFUSED = "Not logged in: the provider refused it.";
    private static final String UNAVAILABLE = "Nobody can log in right now: the provider can't be reached. Try again.";

    private final OidcProvider provider;
    private final RequestIdentity identity;
    private final SealedText sealed;
    private final URI publicUrl;
    private final Supplier<OriginPolicy> origins;
    private final Audit audit;
    private final Clock clock;

    /**
     * @param publicUrl the origin browsers see
     * @param sealed keeps what browsers keep for us
     * @param origins which pages may renew their user's login
     * @param audit hears who has logged in
     */
    public OidcLogin(
            OidcProvider provider,
            RequestIdentity identity,
            SealedText sealed,
            URI publicUrl,
            Supplier<OriginPolicy> origins,
            Audit audit,
            Clock clock) {
        this.provider = provider;
        this.identity = identity;
        this.sealed = sealed;
        this.publicUrl = publicUrl;
        this.origins = origins;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public void accept(Router router) {
        router.get(LoginRoutes.LOGIN).handler(this::begin);
        router.get(LoginRoutes.CALLBACK).handler(this::finish);
        router.post(LoginRoutes.RENEW).handler(this::renew);
    }

    /** Whether a browser has what a renewal needs. */
    boolean canRenew(RoutingContext context) {
        return session(context).isPresent();
    }

    /** Makes a browser forget what a renewal needs. */
    Cookie expiredRenewal() {
        return cookie(RENEWAL_COOKIE, "", CookieSameSite.STRICT, Duration.ZERO);
    }

    /** Where a browser that has logged out ends its login with the provider as well; empty when there is no such place. */
    Future<Optional<String>> endSessionUrl() {
        return provider.endSessionUrl()
                .map(url -> url.map(address -> address
                        + (address.contains("?") ? "&" : "?")
                        + "client_id=" + Answers.encoded(provider.settings().clientId())
                        + "&post_logout_redirect_uri="
                        + Answers.encoded(publicUrl.resolve("/").toString())))
                .otherwise(Optional.empty());
    }

    private void begin(RoutingContext context) {
        Answers.keepNothing(context);
        String wanted = context.request().getParam("return", "/");
        OidcAttempt attempt = OidcAttempt.begin(OWN_PATH.matcher(wanted).matches() ? wanted : "/", clock.instant());
        provider.authorizationUrl(attempt, callback())
                .onSuccess(url -> {
                    context.response()
                            .addCookie(cookie(
                                    ATTEMPT_COOKIE,
                                    sealed.seal(ATTEMPT_COOKIE, attempt.toText()),
                                    CookieSameSite.LAX,
                                    OidcAttempt.LIFE));
                    Answers.redirect(context, url);
                })
                .onFailure(down -> Answers.page(context, Answers.SERVICE_UNAVAILABLE, UNAVAILABLE));
    }

    private void finish(RoutingContext context) {
        Answers.keepNothing(context);
        Optional<OidcAttempt> attempt = opened(context, ATTEMPT_COOKIE)
                .flatMap(text -> OidcAttempt.read(text, clock.instant()))
                .filter(begun -> begun.isState(context.request().getParam("state")));
        String code = context.request().getParam("code");
        if (attempt.isEmpty()) {
            Answers.page(context, Answers.BAD_REQUEST, START_AGAIN);
            return;
        }
        context.response().addCookie(cookie(ATTEMPT_COOKIE, "", CookieSameSite.LAX, Duration.ZERO));
        if (code == null) {
            Answers.page(context, Answers.FORBIDDEN, REFUSED);
            return;
        }
        provider.exchange(code, attempt.get(), callback())
                .onSuccess(user -> {
                    Instant end = clock.instant().plus(provider.settings().longest());
                    setCookies(context, user, UUID.randomUUID().toString(), end);
                    tell(user, TraceContext.of(context.request()));
                    Answers.redirect(context, attempt.get().returnTo());
                })
                .onFailure(failure -> refuse(context, failure));
    }

    private void renew(RoutingContext context) {
        Answers.keepNothing(context);
        if (!origins.get().allows(context.request())) {
            Answers.page(context, Answers.FORBIDDEN, "This page's origin is not allowed.");
            return;
        }
        Optional<OidcSession> session = session(context);
        if (session.isEmpty()) {
            Answers.page(context, Answers.UNAUTHORIZED, "There is no login to renew.");
            return;
        }
        OidcSession known = session.get();
        provider.refresh(known.refreshToken())
                .compose(user -> user.userId().equals(known.userId())
                        ? renewed(context, user, known)
                        : Future.failedFuture("another user"))
                .onSuccess(life -> context.json(new JsonObject().put("expiresIn", life.toSeconds())))
                .onFailure(failure -> {
                    if (isUnavailable(failure)) {
                        Answers.page(context, Answers.SERVICE_UNAVAILABLE, UNAVAILABLE);
                    } else {
                        context.response().addCookie(expiredRenewal());
                        Answers.page(context, Answers.UNAUTHORIZED, REFUSED);
                    }
                });
    }

    /** Not when the login was ended meanwhile: the provider need not have heard of it. */
    private Future<Duration> renewed(RoutingContext context, OidcUser user, OidcSession known) {
        Duration life = life(known.endsAt());
        Cookie cookie = identity.cookie(user.userId(), CookieGroups.of(user.groups()), known.id(), life, isSecure());
        return identity.userBehind(cookie)
                .compose(accepted ->
                        accepted.isPresent() ? Future.succeededFuture(life) : Future.failedFuture("logged out"))
                .onSuccess(accepted -> setCookies(context, user, known.id(), known.endsAt()));
    }

    private void setCookies(RoutingContext context, OidcUser user, String id, Instant end) {
        Duration life = life(end);
        context.response()
                .addCookie(identity.cookie(user.userId(), CookieGroups.of(user.groups()), id, life, isSecure()));
        Optional<String> renewal = user.refreshToken()
                .map(token -> new OidcSession(id, user.userId(), token, end).toText())
                .map(text -> sealed.seal(RENEWAL_COOKIE, text))
                .filter(value -> value.length() <= MOST_COOKIE_BYTES);
        context.response()
                .addCookie(renewal.map(value -> cookie(
                                RENEWAL_COOKIE, value, CookieSameSite.STRICT, Duration.between(clock.instant(), end)))
                        .orElseGet(this::expiredRenewal));
    }

    private Duration life(Instant end) {
        // Never less than a second: a token of none would be one without an end.
        long left = Math.max(1, Duration.between(clock.instant(), end).toSeconds());
        return Duration.ofSeconds(Math.min(left, provider.settings().session().toSeconds()));
    }

    private void tell(OidcUser user, TraceContext trace) {
        audit.publish(new AuditEvent(
                Type.LOGGED_IN,
                clock.instant(),
                user.userId(),
                null,
                null,
                null,
                new JsonObject().put("traceId", trace.traceId())));
    }

    private void refuse(RoutingContext context, Throwable failure) {
        if (isUnavailable(failure)) {
            Answers.page(context, Answers.SERVICE_UNAVAILABLE, UNAVAILABLE);
        } else {
            Answers.page(context, Answers.FORBIDDEN, REFUSED);
        }
    }

    private static boolean isUnavailable(Throwable failure) {
        return failure instanceof OidcException oidc && oidc.kind() == Kind.UNAVAILABLE;
    }

    private Optional<OidcSession> session(RoutingContext context) {
        return opened(context, RENEWAL_COOKIE).flatMap(text -> OidcSession.read(text, clock.instant()));
    }

    private Optional<String> opened(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getCookie(name))
                .flatMap(cookie -> sealed.open(name, cookie.getValue()));
    }

    private Cookie cookie(String name, String value, CookieSameSite sameSite, Duration life) {
        return Cookie.cookie(name, value)
                .setHttpOnly(true)
                .setSameSite(sameSite)
                .setSecure(isSecure())
                .setPath(LoginRoutes.LOGIN)
                .setMaxAge(life.toSeconds());
    }

    private boolean isSecure() {
        return "https".equals(publicUrl.getScheme());
    }

    private URI callback() {
        return publicUrl.resolve(LoginRoutes.CALLBACK);
    }
}
