package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.OidcSettings;
import dev.gastown.terminal.identity.OidcException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2FlowType;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import io.vertx.ext.auth.oauth2.Oauth2Credentials;
import io.vertx.ext.auth.oauth2.providers.OpenIDConnectAuth;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OpenID Connect provider (Core 1.0, authorization code flow with PKCE, RFC 7636): found out about when it is first
 * needed. ID tokens are verified here with its keys, whose changes are followed. Safe on any event loop, on
 * which it answers too.
 */
public final class OidcProvider {
    private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

    /** For everything that an answer to a browser waits for, however many requests the library makes of it. */
    private static final Duration WHOLE_TIME = Duration.ofSeconds(20);

    /** A provider that can't be reached is asked about itself no more often than this. */
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private final Vertx vertx;
    private final OidcSettings settings;
    private final IssuerClient client;
    private final Clock spans;

    // Guarded by this.
    private Future<Found> found = Future.failedFuture(new OidcException(Kind.UNAVAILABLE));
    private Instant askedAt = Instant.MIN;

    /** What discovery told. */
    private record Found(OAuth2Auth oauth, JwksKeys keys, Optional<String> endSession) {}

    /**
     * @param client talks to the provider
     * @param spans by which keys grow old: goes on evenly when the time of day is put right
     */
    public OidcProvider(Vertx vertx, OidcSettings settings, IssuerClient client, Clock spans) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = client;
        this.spans = spans;
    }

    /** What it was configured as. */
    public OidcSettings settings() {
        return settings;
    }

    /**
     * Where to send a browser to log in.
     *
     * @param attempt what the browser has to come back with
     */
    public Future<String> authorizationUrl(OidcAttempt attempt, URI callback) {
        return found().map(provider -> provider.oauth()
                .authorizeURL(new OAuth2AuthorizationURL()
                        .setScopes(settings.scopes())
                        .setState(attempt.state())
                        .setRedirectUri(callback.toString())
                        .setCodeChallenge(attempt.challenge())
                        .setCodeChallengeMethod("S256")
                        .putAdditionalParameter("nonce", attempt.nonce())));
    }

    /** Where to send a browser that has logged out, so that the provider forgets it too; empty when it offers nothing. */
    public Future<Optional<String>> endSessionUrl() {
        return found().map(Found::endSession);
    }

    /** Makes a code good; fails with {@link OidcException}. */
    public Future<OidcUser> exchange(String code, OidcAttempt attempt, URI callback) {
        Oauth2Credentials credentials = new Oauth2Credentials()
                .setFlow(OAuth2FlowType.AUTH_CODE)
                .setCode(code)
                .setCodeVerifier(attempt.verifier())
                .setRedirectUri(callback.toString());
        return found().compose(provider -> provider.oauth()
                        .authenticate(credentials)
                        .compose(answer -> user(provider, answer.principal(), Optional.of(attempt.nonce())))
                        .timeout(WHOLE_TIME.toMillis(), TimeUnit.MILLISECONDS))
                .recover(OidcProvider::failed);
    }

    /**
     * Renews a login; fails with {@link OidcException}.
     *
     * @return the user as the provider knows it now; with the same token again when it gave no new one
     */
    public Future<OidcUser> refresh(String refreshToken) {
        JsonObject principal = new JsonObject().put("refresh_token", refreshToken);
        return found().compose(provider -> provider.oauth()
                        .refresh(io.vertx.ext.auth.User.create(principal))
                        .compose(answer -> user(provider, answer.principal(), Optional.empty()))
                        .timeout(WHOLE_TIME.toMillis(), TimeUnit.MILLISECONDS))
                .map(user -> user.refreshToken().isPresent()
                        ? user
                        : new OidcUser(user.userId(), user.groups(), Optional.of(refreshToken)))
                .recover(OidcProvider::failed);
    }

    private Future<OidcUser> user(Found provider, JsonObject tokens, Optional<String> nonce) {
        if (!(tokens.getValue("id_token") instanceof String idToken)) {
            return Future.failedFuture(new OidcException(Kind.REFUSED));
        }
        return provider.keys()
                .verify(idToken)
                .compose(claims -> isForUs(claims, nonce)
                        ? Future.succeededFuture(claims)
                        : Future.failedFuture(new OidcException(Kind.REFUSED)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof KeysUnavailableException ? failure : new OidcException(Kind.REFUSED)))
                .map(claims -> new OidcUser(
                        userId(claims), groups(claims), Optional.ofNullable(tokens.getString("refresh_token"))));
    }

    /** OpenID Connect Core 1.0 section 3.1.3.7; issuer, audience and expiry were looked at with the signature. */
    private boolean isForUs(JsonObject claims, Optional<String> nonce) {
        boolean severalAudiences = claims.getValue("aud") instanceof JsonArray audiences && audiences.size() > 1;
        Object party = claims.getValue("azp");
        boolean ours = party == null ? !severalAudiences : party.equals(settings.clientId());
        boolean verified =
                !settings.userClaim().equals("email") || Boolean.TRUE.equals(claims.getValue("email_verified"));
        return ours
                && verified
                && claims.getValue("exp") instanceof Number
                && nonce.map(wanted -> wanted.equals(claims.getValue("nonce"))).orElse(true)
                && !userId(claims).isBlank();
    }

    private String userId(JsonObject claims) {
        return claims.getValue(settings.userClaim()) instanceof String userId ? userId : "";
    }

    private Set<String> groups(JsonObject claims) {
        return claims.getValue(settings.groupsClaim()) instanceof JsonArray groups
                ? groups.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private Future<Found> found() {
        return AnsweredHere.of(vertx, shared());
    }

    private synchronized Future<Found> shared() {
        boolean again = found.failed() && !spans.instant().isBefore(askedAt.plus(LEAST_INTERVAL));
        if (askedAt == Instant.MIN || again) {
            askedAt = spans.instant();
            found = discover()
                    .timeout(WHOLE_TIME.toMillis(), TimeUnit.MILLISECONDS)
                    .recover(failure -> {
                        LOG.warn(
                                "The OpenID Connect provider {} can't be asked: {}",
                                settings.issuer(),
                                IssuerClient.words(failure));
                        return Future.failedFuture(new OidcException(Kind.UNAVAILABLE));
                    });
        }
        return found;
    }

    private Future<Found> discover() {
        HttpClientOptions http = client.options();
        http.setIdleTimeout((int) ANSWER_TIME.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
        String site = settings.issuer().toString();
        OAuth2Options options = new OAuth2Options()
                .setClientId(settings.clientId())
                .setHttpClientOptions(http)
                // The library compares issuers without a slash at the end, and IDs tokens' issuers as they are written.
                .setSite(site.endsWith("/") ? site.substring(0, site.length() - 1) : site);
        settings.clientSecret().ifPresent(options::setClientSecret);
        return OpenIDConnectAuth.discover(vertx, options).map(oauth -> {
            if (options.getJwkPath() == null || options.getJWTOptions().getIssuer() == null) {
                throw new IllegalStateException("it tells neither its issuer nor its keys");
            }
            JWTOptions checks = new JWTOptions()
                    .setIssuer(options.getJWTOptions().getIssuer())
                    .addAudience(settings.clientId())
                    .setLeeway((int) UserTokens.CLOCK_SKEW.toSeconds());
            JwksKeys keys = new JwksKeys(vertx, client, URI.create(options.getJwkPath()), checks, spans);
            return new Found(oauth, keys, Optional.ofNullable(options.getLogoutPath()));
        });
    }

    private static <T> Future<T> failed(Throwable failure) {
        if (failure instanceof OidcException) {
            return Future.failedFuture(failure);
        }
        // RFC 6749 section 5.2: what the library makes of the provider's "no"; all else is no word about this login.
        boolean refused = String.valueOf(failure.getMessage()).contains("invalid_grant");
        if (!refused) {
            LOG.warn("A login could not be made good with the provider: {}", IssuerClient.words(failure));
        }
        return Future.failedFuture(new OidcException(refused ? Kind.REFUSED : Kind.UNAVAILABLE));
    }
}
