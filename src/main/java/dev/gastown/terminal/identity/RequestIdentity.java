package dev.gastown.terminal.identity;

import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Finds the user token in a request (contract section 1.1) and puts it into a cookie. Safe on any event loop. */
public final class RequestIdentity {
    /** The cookie that carries a user token. */
    public static final String COOKIE = "gastown_session";

    private static final String BEARER = "Bearer ";

    private final UserTokens tokens;
    private final Logins logins;

    /**
     * @param tokens verifies what was found
     * @param logins tells who has logged out since
     */
    public RequestIdentity(UserTokens tokens, Logins logins) {
        this.tokens = tokens;
        this.logins = logins;
    }

    /**
     * The user who sent the request; empty when there is no valid token, or when it was logged out. A bearer token wins
     * over the cookie. Fails with {@link KeysUnavailableException} when nobody can tell.
     */
    public Future<Optional<User>> userOf(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer
                    ? userOf(authorization.substring(BEARER.length()).strip())
                    : Future.succeededFuture(Optional.empty());
        }
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? Future.succeededFuture(Optional.empty()) : userBehind(cookie);
    }

    /** The user whom a session cookie makes its bearer, as {@link #userOf} tells it of a request. */
    public Future<Optional<User>> userBehind(Cookie session) {
        return userOf(session.getValue());
    }

    private Future<Optional<User>> userOf(String token) {
        return tokens.verify(token)
                .map(user -> user.filter(known -> !logins.isOver(known.login())))
                .onSuccess(user -> user.flatMap(User::login).ifPresent(logins::saw));
    }

    /** Whether a browser sent the session cookie by itself, so that the page behind the request must be looked at. */
    public boolean isByCookie(HttpServerRequest request) {
        return request.getHeader("Authorization") == null && request.getCookie(COOKIE) != null;
    }

    /**
     * Makes the session cookie.
     *
     * @param secure whether browsers reach this gateway under https
     */
    public Cookie cookie(String userId, Duration life, boolean secure) {
        return cookie(tokens.sign(userId, life), secure).setMaxAge(life.toSeconds());
    }

    /**
     * Makes the session cookie of a session that further tokens may carry on.
     *
     * @param session its id
     */
    public Cookie cookie(String userId, Set<String> groups, String session, Duration life, boolean secure) {
        return cookie(tokens.sign(userId, groups, session, life), secure).setMaxAge(life.toSeconds());
    }

    /** The cookie that makes a browser forget the session cookie. */
    public Cookie expiredCookie(boolean secure) {
        return cookie("", secure).setMaxAge(0);
    }

    private static Cookie cookie(String value, boolean secure) {
        return Cookie.cookie(COOKIE, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secure)
                .setPath("/");
    }
}
