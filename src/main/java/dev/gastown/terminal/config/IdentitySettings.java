package dev.gastown.terminal.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which user tokens are believed (the {@code auth:} part of the configuration).
 *
 * @param sessionSecret HS256 key of user tokens, at least 32 bytes; may be missing only where there is a JWKS URL
 * @param previousSessionSecret a former key that still verifies and never signs
 * @param issuer the {@code iss} a token must carry, when set
 * @param jwksUrl where the public keys of RS256 and ES256 tokens are, http or https
 * @param oidc the provider people log in with, when set; needs the session secret
 * @param authority PEM file: who must have signed the certificates of the URL and the provider; else Java's own
 */
public record IdentitySettings(
        Optional<byte[]> sessionSecret,
        Optional<byte[]> previousSessionSecret,
        Optional<String> issuer,
        Optional<URI> jwksUrl,
        Optional<OidcSettings> oidc,
        Optional<Path> authority) {
    /** Never shows a key. */
    @Override
    public String toString() {
        return "IdentitySettings[" + issuer.orElse("any issuer") + "]";
    }
}
