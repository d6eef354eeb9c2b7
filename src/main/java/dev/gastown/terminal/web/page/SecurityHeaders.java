package dev.gastown.terminal.web.page;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer tells browsers: nothing from elsewhere, no inline script, no frame around it, no address passed on.
 * Inline styles are allowed because the terminal emulator places its cells with them.
 */
public final class SecurityHeaders implements Handler<RoutingContext> {
    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'");

    /** RFC 6797, a year; where something before this server speaks https, saying so is up to that. */
    private static final String STRICT_TRANSPORT_SECURITY = "max-age=31536000";

    private final HostPolicy hosts;

    /** @param hosts tells which origins browsers trust */
    public SecurityHeaders(HostPolicy hosts) {
        this.hosts = hosts;
    }

    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        if (context.request().isSSL() && !HostPolicy.isLoopback(context)) {
            // It is for all ports of a name: on this machine's own it would shut out whatever else runs here.
            headers.set("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY);
        }
        if (hosts.isTrustworthy(context)) {
            // Elsewhere browsers ignore it, and complain of it in the console.
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
        }
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }
}
