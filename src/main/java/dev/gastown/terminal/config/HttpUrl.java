package dev.gastown.terminal.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Reads URLs of servers that the gateway asks. */
public final class HttpUrl {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private HttpUrl() {}

    /**
     * Reads one by http or https that names a host; anything else is empty. So is one that names a user: nobody is logged in
     * by it, and its password would be told wherever the address is.
     */
    public static Optional<URI> parse(String text) {
        try {
            URI url = URI.create(text);
            boolean usable = url.getScheme() != null
                    && SCHEMES.contains(url.getScheme())
                    && url.getHost() != null
                    && url.getUserInfo() == null;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException notAUrl) {
            return Optional.empty();
        }
    }
}
