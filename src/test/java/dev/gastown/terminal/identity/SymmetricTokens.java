package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.IdentitySettings;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/** User tokens of secrets alone, as without a JWKS URL. */
public final class SymmetricTokens {
    private SymmetricTokens() {}

    /** Believes the secret's tokens, and the former one's. */
    public static UserTokens of(Vertx vertx, byte[] secret, Optional<byte[]> previous, Optional<String> issuer) {
        IdentitySettings settings = new IdentitySettings(
                Optional.of(secret), previous, issuer, Optional.empty(), Optional.empty(), Optional.empty());
        return new UserTokens(
                vertx,
                settings,
                () -> {
                    throw new AssertionError("Nobody's keys are asked for");
                },
                Clock.systemUTC());
    }
}
