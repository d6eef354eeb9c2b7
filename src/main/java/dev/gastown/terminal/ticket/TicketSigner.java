package dev.gastown.terminal.ticket;

import dev.gastown.terminal.config.TicketSettings;
import dev.gastown.terminal.identity.TokenHeader;
import dev.gastown.terminal.ticket.TicketRefusedException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets of one kind as signed JWTs (RFC 7519; claims of contract section 3). HS256 is pinned: no other key type is known to
 * the verifier, so neither {@code none} nor a public-key algorithm verifies. Safe on any event loop.
 *
 * @param <T> the tickets of that kind
 */
final class TicketSigner<T extends Ticket> {
    private static final String ALGORITHM = "HS256";

    /** Bytes of a key's name in the {@code kid} header. */
    private static final int KEY_ID_BYTES = 8;

    /** Longest ticket looked at, characters; a terminal's have about 600, a wall's up to 3,400, groups up to 2,300 more. */
    private static final int MOST_CHARACTERS = 6_144;

    /** How far a node's clock may be ahead of the clock of the node that is shown its tickets. No ticket lives longer for it. */
    private static final Duration ISSUER_AHEAD = Duration.ofSeconds(5);

    private final TicketKind<T> kind;
    private final JWTAuth verifier;
    private final JWTAuth signer;
    private final String issuer;

    TicketSigner(Vertx vertx, TicketSettings settings, TicketKind<T> kind) {
        this.kind = kind;
        this.issuer = settings.issuer();
        // Expiry is judged here and not by the library, so that an old ticket is told apart from a forged one.
        JWTOptions checks =
                new JWTOptions().addAudience(kind.audience()).setIssuer(issuer).setIgnoreExpiration(true);
        JWTAuthOptions verifying = new JWTAuthOptions().setJWTOptions(checks).addPubSecKey(key(settings.secret()));
        settings.previousSecret().ifPresent(previous -> verifying.addPubSecKey(key(previous)));
        this.verifier = JWTAuth.create(vertx, verifying);
        this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key(settings.secret())));
    }

    String sign(T ticket) {
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setNoTimestamp(true)
                .setHeader(UserHeader.of(ticket.user()).toJson())
                .setIssuer(issuer)
                .addAudience(kind.audience());
        return signer.generateToken(kind.claims(ticket), options);
    }

    /** The claims of a genuine, unexpired ticket; fails with {@link TicketRefusedException}. */
    Future<T> verify(String token, Instant now) {
        if (token == null || token.isEmpty()) {
            return refuse(Reason.MISSING);
        }
        if (token.length() > MOST_CHARACTERS) {
            return refuse(Reason.INVALID);
        }
        // Composed, because a claim of the wrong type makes the library throw instead of fail.
        return Future.succeededFuture(new TokenCredentials(token))
                .compose(verifier::authenticate)
                .map(valid -> read(
                        UserHeader.read(TokenHeader.read(token).orElseThrow()),
                        valid.attributes().getJsonObject("accessToken", new JsonObject())))
                .recover(forged -> Future.succeededFuture(Optional.empty()))
                .compose(read -> judge(read, now));
    }

    /**
     * A genuine signature says who wrote the claims, not that they are a ticket's: only what this gateway would write itself
     * is one, without another claim and in no other form.
     */
    private Optional<T> read(UserHeader header, JsonObject signed) {
        JsonObject claims = signed.copy();
        claims.remove("iss");
        claims.remove("aud");
        return kind.read(header, claims).filter(ticket -> kind.claims(ticket).equals(claims));
    }

    /** A longer life than a ticket's, or one that has yet to begin, would outlast the memory of used nonces. */
    private Future<T> judge(Optional<T> read, Instant now) {
        if (read.isEmpty()
                || read.get().issuedAt().isAfter(now.plus(ISSUER_AHEAD))
                || read.get().expiresAt().isAfter(read.get().issuedAt().plus(TicketVerticle.TICKET_LIFE))) {
            return refuse(Reason.INVALID);
        }
        return now.isBefore(read.get().expiresAt()) ? Future.succeededFuture(read.get()) : refuse(Reason.EXPIRED);
    }

    /** The name is made from the key, so that every node gives the same key the same name without telling the key. */
    private static PubSecKeyOptions key(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] digest = mac.doFinal("gastown ticket key id".getBytes(StandardCharsets.UTF_8));
            return new PubSecKeyOptions()
                    .setAlgorithm(ALGORITHM)
                    .setId(HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES))
                    .setBuffer(Buffer.buffer(secret));
        } catch (GeneralSecurityException missingAlgorithm) {
            throw new IllegalStateException(missingAlgorithm);
        }
    }

    private static <R> Future<R> refuse(Reason reason) {
        return Future.failedFuture(new TicketRefusedException(reason));
    }
}
