package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.IdentitySettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;

/**
 * How this node talks to those who issue user tokens: certificates are verified, by the configured authority where there
 * is one, and no redirect is followed. Safe on any event loop.
 */
public final class IssuerClient {
    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    private final HttpClientOptions options = new HttpClientOptions();
    private final WebClient web;

    /** @param identity names the authority */
    public IssuerClient(Vertx vertx, IdentitySettings identity) {
        options.setConnectTimeout((int) CONNECT_TIME.toMillis());
        identity.authority()
                .ifPresent(pem -> options.setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())));
        this.web = WebClient.create(
                vertx, new WebClientOptions(options).setFollowRedirects(false).setUserAgent("gastown"));
    }

    /** For what is asked for plainly. */
    WebClient web() {
        return web;
    }

    /** For libraries that make a client of their own. */
    HttpClientOptions options() {
        return new HttpClientOptions(options);
    }
}
