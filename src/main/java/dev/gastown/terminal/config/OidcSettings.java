package dev.gastown.terminal.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The OpenID Connect provider that people log in with (the {@code auth.oidc:} part of the configuration).
 *
 * @param issuer its URL; what it is and offers is found out from there (OpenID Connect Discovery 1.0)
 * @param clientId by which it knows this gateway
 * @param clientSecret empty for a public client: PKCE is used either way
 * @param scopes what is asked for, {@code openid} included
 * @param userClaim the claim of its ID tokens that is the userId
 * @param groupsClaim the claim that names the user's groups
 * @param session how long a login counts before it has to be renewed
 * @param longest how long it may be renewed
 */
public record OidcSettings(
        URI issuer,
        String clientId,
        Optional<String> clientSecret,
        List<String> scopes,
        String userClaim,
        String groupsClaim,
        Duration session,
        Duration longest) {
    /** Never shows the secret. */
    @Override
    public String toString() {
        return "OidcSettings[" + issuer + ", " + clientId + "]";
    }
}
