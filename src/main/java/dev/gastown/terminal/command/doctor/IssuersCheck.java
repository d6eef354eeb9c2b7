package dev.gastown.terminal.command.doctor;

import dev.gastown.terminal.config.IdentitySettings;
import dev.gastown.terminal.identity.IssuerClient;
import dev.gastown.terminal.identity.JwksKeys;
import dev.gastown.terminal.identity.OidcAttempt;
import dev.gastown.terminal.identity.OidcProvider;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.JWTOptions;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Whether those who issue user tokens can be asked. */
public final class IssuersCheck implements Check {
    private final Vertx vertx;
    private final IdentitySettings identity;

    /** @param identity where they are */
    public IssuersCheck(Vertx vertx, IdentitySettings identity) {
        this.vertx = vertx;
        this.identity = identity;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        identity.jwksUrl().ifPresent(url -> findings.add(keys(url)));
        identity.oidc().ifPresent(settings -> {
            OidcProvider provider =
                    new OidcProvider(vertx, settings, new IssuerClient(vertx, identity), Clock.systemUTC());
            OidcAttempt nobodys = OidcAttempt.begin("/", Clock.systemUTC().instant());
            findings.add(provider.authorizationUrl(nobodys, URI.create("http://127.0.0.1/"))
                    .map(url -> Finding.ok("auth.oidc", settings.issuer() + " answers"))
                    .otherwise(down -> Finding.fix(
                            "auth.oidc.issuer",
                            settings.issuer() + " is no OpenID Connect provider that this machine can reach"))
                    .await());
        });
        return findings;
    }

    private Finding keys(URI url) {
        return new JwksKeys(vertx, new IssuerClient(vertx, identity), url, new JWTOptions(), Clock.systemUTC())
                .count()
                .map(count -> count > 0
                        ? Finding.ok("auth.jwksUrl", url + " has " + count + " keys for RS256 or ES256")
                        : Finding.fix("auth.jwksUrl", url + " has no key for RS256 or ES256"))
                .otherwise(down -> Finding.fix(
                        "auth.jwksUrl", url + " gives this machine no keys: is it a JWKS URL, and can it be reached?"))
                .await();
    }
}
