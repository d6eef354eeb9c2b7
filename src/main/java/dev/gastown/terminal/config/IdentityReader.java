package dev.gastown.terminal.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the {@code auth:} part of the configuration. */
final class IdentityReader {
    private static final String OPENID = "openid";
    private static final int DAY_MINUTES = 1_440;
    private static final int DAY_HOURS = 24;

    private IdentityReader() {}

    /**
     * Reads it.
     *
     * @param leastSecretBytes shortest allowed session secret
     * @throws ConfigurationException when a value is missing or not allowed
     */
    static IdentitySettings read(ConfigReader reader, int leastSecretBytes) {
        refuseTheTicketsSecret(reader);
        Optional<byte[]> secret = reader.secret("auth.sessionSecret", "GASTOWN_SESSION_SECRET", leastSecretBytes);
        Optional<URI> jwksUrl = reader.text("auth.jwksUrl").map(url -> url("auth.jwksUrl", url));
        Optional<OidcSettings> oidc = oidc(reader);
        if (secret.isEmpty() && (jwksUrl.isEmpty() || oidc.isPresent())) {
            throw ConfigReader.missingSecret("auth.sessionSecret", "GASTOWN_SESSION_SECRET", leastSecretBytes);
        }
        return new IdentitySettings(
                secret,
                reader.secret("auth.previousSessionSecret", "GASTOWN_SESSION_SECRET_PREVIOUS", leastSecretBytes),
                reader.text("auth.issuer"),
                jwksUrl,
                oidc,
                reader.pem("auth.authority"));
    }

    private static void refuseTheTicketsSecret(ConfigReader reader) {
        if (reader.text("auth.sessionSecret").equals(reader.text("tickets.secret"))
                && reader.text("tickets.secret").isPresent()) {
            throw new ConfigurationException("auth.sessionSecret is the same as tickets.secret: set"
                    + " GASTOWN_SESSION_SECRET and GASTOWN_TICKET_SECRET to different secrets");
        }
    }

    private static Optional<OidcSettings> oidc(ConfigReader reader) {
        Optional<String> issuer = reader.text("auth.oidc.issuer");
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        if (reader.text("http.publicUrl").isEmpty()) {
            throw new ConfigurationException("http.publicUrl is missing: auth.oidc needs it, because the provider sends"
                    + " browsers back there; set GASTOWN_PUBLIC_URL to the origin browsers see");
        }
        List<String> scopes = reader.texts("auth.oidc.scopes");
        if (!scopes.contains(OPENID)) {
            throw ConfigReader.bad("auth.oidc.scopes", scopes, "a list with " + OPENID + " in it");
        }
        Duration session = Duration.ofMinutes(reader.integer("auth.oidc.sessionMinutes", 1, DAY_MINUTES));
        Duration longest = Duration.ofHours(reader.integer("auth.oidc.sessionHours", 1, DAY_HOURS));
        if (session.compareTo(longest) > 0) {
            throw ConfigReader.bad(
                    "auth.oidc.sessionMinutes", session.toMinutes(), "at most auth.oidc.sessionHours, in minutes");
        }
        return Optional.of(new OidcSettings(
                url("auth.oidc.issuer", issuer.get()),
                reader.requiredText("auth.oidc.clientId"),
                reader.text("auth.oidc.clientSecret"),
                scopes,
                reader.requiredText("auth.oidc.userClaim"),
                reader.requiredText("auth.oidc.groupsClaim"),
                session,
                longest));
    }

    private static URI url(String key, String text) {
        return HttpUrl.parse(text)
                .filter(url -> url.getFragment() == null)
                .orElseThrow(() -> ConfigReader.bad(key, text, "an http or https URL, without a user or a fragment"));
    }
}
