package dev.gastown.terminal.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys at a JWKS URL (contract section 1.1), fetched when they are first needed, again when they are old, and
 * when a token names one that is not known: how issuers change their keys. While the URL can't be reached the known keys
 * go on to verify for {@link #MOST_AGE}. Safe on any event loop, on which it answers too.
 */
public final class JwksKeys {
    /** How long keys are believed beyond their freshness while newer ones can't be had. */
    static final Duration MOST_AGE = Duration.ofHours(1);

    /** However many tokens name keys that nobody has, the URL is asked no more often than this. */
    static final Duration LEAST_INTERVAL = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration LEAST_FRESH = Duration.ofMinutes(1);
    private static final Duration MOST_FRESH = Duration.ofHours(1);
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age=(\\d{1,9})(?:$|[,\\s])");
    private static final int OK = 200;
    private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

    private final Vertx vertx;
    private final IssuerClient client;
    private final URI url;
    private final JWTOptions checks;
    private final Clock clock;

    // Guarded by this.
    private Keys known = new Keys(Optional.empty(), Instant.MIN, Instant.MIN);
    private Instant askedAt = Instant.MIN;
    private Future<Void> asking = Future.succeededFuture();

    private record Keys(Optional<JwkSet> set, Instant freshUntil, Instant usableUntil) {}

    /**
     * @param client asks the URL
     * @param url http or https
     * @param checks what a token's claims must say
     * @param clock spans of time: keys grow old by it
     */
    public JwksKeys(Vertx vertx, IssuerClient client, URI url, JWTOptions checks, Clock clock) {
        this.vertx = vertx;
        this.client = client;
        this.url = url;
        this.checks = checks;
        this.clock = clock;
    }

    /**
     * Verifies a token.
     *
     * @return its claims; fails for every token that is not valid, and with {@link KeysUnavailableException} when that can't
     *     be told
     */
    public Future<JsonObject> verify(String token) {
        JsonObject header = TokenHeader.read(token).orElseGet(JsonObject::new);
        if (!(header.getValue("alg") instanceof String algorithm) || !JwkSet.ALGORITHMS.contains(algorithm)) {
            return Future.failedFuture("not an algorithm of these keys");
        }
        Keys keys = known();
        boolean missing = keys.set().isEmpty()
                || (header.getValue("kid") instanceof String id
                        && !keys.set().get().ids().contains(id));
        if (!missing) {
            if (!isBefore(keys.freshUntil())) {
                refresh();
            }
            return verify(token, keys);
        }
        return AnsweredHere.of(vertx, refresh()).transform(asked -> {
            Keys now = known();
            // A key that is not known may be a new one, which only the issuer can tell.
            return now.set().isEmpty() || asked.failed()
                    ? Future.failedFuture(new KeysUnavailableException())
                    : verify(token, now);
        });
    }

    /** How many keys there are now; fails when they can't be had. */
    public Future<Integer> count() {
        return AnsweredHere.of(vertx, refresh())
                .map(asked -> known().set().map(JwkSet::size).orElse(0));
    }

    private static Future<JsonObject> verify(String token, Keys keys) {
        // Composed, because a claim of the wrong type makes the library throw instead of fail.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(credentials -> keys.set()
                        .flatMap(JwkSet::verifier)
                        .map(verifier -> verifier.authenticate(credentials))
                        .orElseGet(() -> Future.failedFuture("no key")))
                .map(user -> user.attributes().getJsonObject("accessToken"));
    }

    private synchronized Keys known() {
        if (!isBefore(known.usableUntil())) {
            known = new Keys(Optional.empty(), Instant.MIN, Instant.MIN);
        }
        return known;
    }

    private boolean isBefore(Instant time) {
        return clock.instant().isBefore(time);
    }

    /** One request at a time, for whoever waits for it. */
    private synchronized Future<Void> refresh() {
        Instant now = clock.instant();
        if (!asking.isComplete() || (askedAt != Instant.MIN && now.isBefore(askedAt.plus(LEAST_INTERVAL)))) {
            return asking;
        }
        askedAt = now;
        asking = client.get(url)
                .compose(this::read)
                .onFailure(failure -> LOG.warn("The keys at {} can't be had: {}", url, IssuerClient.words(failure)));
        return asking;
    }

    private Future<Void> read(IssuerClient.Answer answer) {
        if (answer.status() != OK) {
            return Future.failedFuture(new IllegalStateException("it answers " + answer.status()));
        }
        JwkSet set;
        try {
            set = JwkSet.read(vertx, answer.body().toJsonObject(), checks);
        } catch (RuntimeException noKeys) {
            return Future.failedFuture(new IllegalStateException("its answer is no JWK Set"));
        }
        if (set.verifier().isEmpty()) {
            LOG.warn("None of the keys at {} is for RS256 or ES256", url);
        }
        Instant freshUntil = clock.instant().plus(freshness(answer.cacheControl()));
        synchronized (this) {
            known = new Keys(Optional.of(set), freshUntil, freshUntil.plus(MOST_AGE));
        }
        return Future.succeededFuture();
    }

    private static Duration freshness(Optional<String> cacheControl) {
        Matcher maxAge = MAX_AGE.matcher(cacheControl.orElse(""));
        if (!maxAge.find()) {
            return FRESH;
        }
        Duration told = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
        return told.compareTo(LEAST_FRESH) < 0 ? LEAST_FRESH : told.compareTo(MOST_FRESH) > 0 ? MOST_FRESH : told;
    }
}
