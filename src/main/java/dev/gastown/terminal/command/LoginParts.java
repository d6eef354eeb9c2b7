package dev.gastown.terminal.command;

import dev.gastown.terminal.config.IdentitySettings;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.identity.IssuerClient;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OidcProvider;
import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.SealedText;
import dev.gastown.terminal.identity.UserTokens;
import dev.gastown.terminal.ops.Audit;
import dev.gastown.terminal.web.login.LoginRoutes;
import dev.gastown.terminal.web.login.LogoutHandler;
import dev.gastown.terminal.web.login.OidcLogin;
import dev.gastown.terminal.web.login.OneTimeLoginHandler;
import dev.gastown.terminal.web.login.SessionHandler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How this node knows its users, made as the configuration wants it.
 *
 * @param identity tells who asks
 * @param routes where people log in and out
 */
record LoginParts(RequestIdentity identity, LoginRoutes routes) {
    /**
     * Makes them.
     *
     * @param clock the time logins expire by
     * @param spans goes on evenly when the time of day is put right
     * @param once the demo's one-time login, where nobody logs in with a provider
     */
    static LoginParts make(
            Vertx vertx,
            Settings settings,
            Logins logins,
            Supplier<OriginPolicy> origins,
            Audit audit,
            Clock clock,
            Clock spans,
            Optional<OneTimeLogin> once) {
        IdentitySettings known = settings.identity();
        boolean asksIssuers = known.jwksUrl().isPresent() || known.oidc().isPresent();
        Optional<IssuerClient> client = asksIssuers ? Optional.of(new IssuerClient(vertx, known)) : Optional.empty();
        RequestIdentity identity =
                new RequestIdentity(new UserTokens(vertx, known, client::orElseThrow, spans), logins);
        Optional<OidcLogin> oidc = known.oidc()
                .map(provider -> new OidcLogin(
                        new OidcProvider(vertx, provider, client.orElseThrow(), spans),
                        identity,
                        new SealedText(Stream.of(known.sessionSecret(), known.previousSessionSecret())
                                .flatMap(Optional::stream)
                                .toList()),
                        URI.create(settings.http().publicUrl().orElseThrow()),
                        origins,
                        audit,
                        clock));
        List<Consumer<Router>> ways = new ArrayList<>();
        oidc.ifPresentOrElse(
                ways::add, () -> once.ifPresent(link -> ways.add(new OneTimeLoginHandler(link, identity, origins))));
        ways.add(new SessionHandler(identity, oidc, clock));
        ways.add(new LogoutHandler(identity, logins, origins, oidc, audit));
        return new LoginParts(identity, new LoginRoutes(List.copyOf(ways)));
    }
}
