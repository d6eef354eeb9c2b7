package dev.gastown.terminal.identity;

import dev.gastown.terminal.config.HttpSettings;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which pages may talk to this gateway (contract sections 1.1 and 11): those of its own origin, and those the
 * configuration names. Immutable; safe on any event loop.
 */
public final class OriginPolicy {
    /** Which page a browser fetches something for (W3C Fetch Metadata, section 2.3). */
    private static final String FETCH_SITE = "Sec-Fetch-Site";

    /** For a page of the address's own origin, and for nobody but the person at the browser. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Optional<String> publicOrigin;
    private final List<String> allowed;
    private final TrustedProxies proxies;

    /** @param http public URL, allowed origins and trusted proxies */
    public OriginPolicy(HttpSettings http) {
        this.publicOrigin = http.publicUrl().map(OriginPolicy::originOf);
        this.allowed =
                http.allowedOrigins().stream().map(OriginPolicy::originOf).toList();
        this.proxies = new TrustedProxies(http.trustedProxies());
    }

    /**
     * Whether a request comes from an allowed page. {@code null} (sandboxed frames, files) is foreign. Browsers name no
     * origin where a page only includes something, such as a script, an image or a frame: then they tell whether the page
     * is another's. A request that says neither is no browser's, or an old one's, and passes.
     */
    public boolean allows(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            return OWN_SITES.containsAll(request.headers().getAll(FETCH_SITE));
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        return origin.equals(ownOrigin(request)) || allowed.contains(origin);
    }

    /** The origin under which browsers see this gateway: {@code scheme://host[:port]}, lower case. */
    public String ownOrigin(HttpServerRequest request) {
        return publicOrigin.orElseGet(() -> {
            String scheme = forwarded(request, "X-Forwarded-Proto").orElse(request.isSSL() ? "https" : "http");
            String host = forwarded(request, "X-Forwarded-Host").orElse(request.getHeader("Host"));
            return originOf(scheme + "://" + host);
        });
    }

    /** Whether browsers reach this gateway under https, so that cookies must be {@code Secure}. */
    public boolean isHttps(HttpServerRequest request) {
        return ownOrigin(request).startsWith("https://");
    }

    /** The address of whom a request is from; see {@link TrustedProxies#clientOf}. */
    public String clientOf(InetSocketAddress peer, List<String> forwardedFor) {
        return proxies.clientOf(peer, forwardedFor);
    }

    private Optional<String> forwarded(HttpServerRequest request, String header) {
        if (!proxies.contains(request.connection().remoteAddress())) {
            return Optional.empty();
        }
        // A chain of proxies appends to the list: the first entry is what the browser used.
        return Optional.ofNullable(request.getHeader(header))
                .map(value -> value.split(",", 2)[0].strip())
                .filter(value -> !value.isEmpty());
    }

    /** Browsers leave the default port and the path out of {@code Origin}: so do we. */
    private static String originOf(String url) {
        String lower = url.strip().toLowerCase(Locale.ROOT);
        try {
            URI uri = URI.create(lower);
            if (uri.getHost() == null) {
                // An underscore, as names of containers have: java.net.URI knows no host then.
                return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
            }
            boolean defaultPort = uri.getPort() == -1
                    || ("http".equals(uri.getScheme()) && uri.getPort() == 80)
                    || ("https".equals(uri.getScheme()) && uri.getPort() == 443);
            return uri.getScheme() + "://" + uri.getHost() + (defaultPort ? "" : ":" + uri.getPort());
        } catch (IllegalArgumentException notAUrl) {
            return lower;
        }
    }
}
