package dev.gastown.terminal.config;

import java.net.URI;
import java.util.Set;

/** The text form of a web origin in the configuration: {@code scheme://host[:port]}, a trailing slash allowed. */
final class OriginText {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private OriginText() {}

    static String check(String key, String text) {
        String allowed = "an origin such as https://town.example.org";
        try {
            URI uri = URI.create(text);
            boolean bare = uri.getPath() == null
                    || uri.getPath().isEmpty()
                    || uri.getPath().equals("/");
            if (uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && bare
                    && uri.getQuery() == null) {
                return text;
            }
        } catch (IllegalArgumentException notAUrl) {
            throw ConfigReader.bad(key, text, allowed);
        }
        throw ConfigReader.bad(key, text, allowed);
    }
}
