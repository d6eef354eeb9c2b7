package dev.gastown.terminal.web.page;

import dev.gastown.terminal.config.HttpSettings;
import io.vertx.core.Handler;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests under a foreign {@code Host} with 421, so that a page whose name is pointed at this gateway (DNS
 * rebinding) gets nothing (contract section 11).
 */
public final class HostPolicy implements Handler<RoutingContext> {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    /** The status a foreign name is refused with. */
    private static final int MISDIRECTED_REQUEST = 421;

    private final Optional<String> publicHost;
    private final boolean https;
    private final boolean loopbackOnly;

    /** @param http the public URL, and whether only loopback names are accepted */
    public HostPolicy(HttpSettings http) {
        this.publicHost = http.publicUrl().map(url -> URI.create(url).getHost().toLowerCase(Locale.ROOT));
        this.https = http.publicUrl().filter(url -> url.startsWith("https:")).isPresent();
        this.loopbackOnly = http.loopbackOnly();
    }

    @Override
    public void handle(RoutingContext context) {
        if (publicHost.isEmpty() && !loopbackOnly) {
            context.next();
            return;
        }
        String host = hostOf(context);
        if (LOOPBACK.contains(host) || publicHost.filter(host::equals).isPresent()) {
            context.next();
        } else {
            context.fail(MISDIRECTED_REQUEST);
        }
    }

    /** Whether browsers take the page's origin for a trustworthy one (W3C Secure Contexts, section 3.1). */
    boolean isTrustworthy(RoutingContext context) {
        return https || isLoopback(context);
    }

    /** Whether this machine was asked for by a name that every machine calls itself. */
    static boolean isLoopback(RoutingContext context) {
        return LOOPBACK.contains(hostOf(context));
    }

    private static String hostOf(RoutingContext context) {
        HostAndPort authority = context.request().authority();
        return authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
    }
}
