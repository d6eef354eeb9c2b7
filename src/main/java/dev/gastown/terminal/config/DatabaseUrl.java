package dev.gastown.terminal.config;

import io.vertx.pgclient.SslMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection URL of PostgreSQL, as libpq writes it, for one host. Read here and not by the PostgreSQL client: that one
 * takes fewer characters in passwords, knows no {@code sslrootcert}, makes up what is missing, and repeats the whole URL
 * in its complaint. No complaint here repeats any part of it.
 *
 * @param password empty where none is needed
 * @param rootCertificate a file's path, as written
 */
record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        Optional<String> rootCertificate,
        Optional<String> applicationName) {
    private static final int DEFAULT_PORT = 5432;

    private static final String ALLOWED =
            "; it must be postgresql://user:password@host:5432/database?sslmode=verify-full, with sslmode, sslrootcert"
                    + " and application_name as parameters, and %XX for other characters than letters and digits";

    /** After the user: a name, an IPv4 address or an IPv6 address in brackets; a port; the rest. */
    private static final Pattern PLACE =
            Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?(?:/([^/]*))?");

    private static final Set<String> SCHEMES = Set.of("postgresql://", "postgres://");

    private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert", "application_name");

    /**
     * Reads one.
     *
     * @param key the setting, for the complaint
     * @throws ConfigurationException when it is not allowed
     */
    static DatabaseUrl parse(String key, String url) {
        try {
            return parse(url);
        } catch (IllegalArgumentException bad) {
            throw new ConfigurationException(key + " is not allowed: " + bad.getMessage() + ALLOWED);
        }
    }

    private static DatabaseUrl parse(String url) {
        String rest = SCHEMES.stream()
                .filter(url::startsWith)
                .map(scheme -> url.substring(scheme.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it does not start with postgresql://"));
        int at = rest.indexOf('@');
        String[] login = rest.substring(0, Math.max(at, 0)).split(":", 2);
        String user = decoded(login[0]);
        if (user.isEmpty() || login[0].matches(".*[/?].*")) {
            throw new IllegalArgumentException("it names no user");
        }
        String[] placeAndParameters = rest.substring(at + 1).split("\\?", 2);
        Matcher place = PLACE.matcher(placeAndParameters[0]);
        if (!place.matches()) {
            throw new IllegalArgumentException("it names no host, or more than one");
        }
        int port = place.group(2) == null ? DEFAULT_PORT : Integer.parseInt(place.group(2));
        if (port < 1 || port > Settings.MOST_PORT) {
            throw new IllegalArgumentException("its port is none");
        }
        String database = place.group(3) == null ? "" : decoded(place.group(3));
        Map<String, String> parameters = placeAndParameters.length > 1 ? parameters(placeAndParameters[1]) : Map.of();
        return new DatabaseUrl(
                place.group(1).replaceAll("[\\[\\]]", ""),
                port,
                database.isEmpty() ? user : database,
                user,
                login.length > 1 ? decoded(login[1]) : "",
                sslMode(parameters.getOrDefault("sslmode", SslMode.PREFER.value)),
                Optional.ofNullable(parameters.get("sslrootcert")),
                Optional.ofNullable(parameters.get("application_name")));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : text.split("&")) {
            String[] parts = parameter.split("=", 2);
            if (parts.length < 2 || !PARAMETERS.contains(parts[0])) {
                throw new IllegalArgumentException("it has a parameter that is not known");
            }
            parameters.put(parts[0], decoded(parts[1]));
        }
        return parameters;
    }

    private static SslMode sslMode(String word) {
        for (SslMode mode : SslMode.VALUES) {
            // "allow" would first try without TLS, and so tell whoever listens what TLS was to hide.
            if (mode.value.equals(word) && mode != SslMode.ALLOW) {
                return mode;
            }
        }
        throw new IllegalArgumentException("its sslmode is none of disable, prefer, require, verify-ca, verify-full");
    }

    /** Percent-decoding; unlike in forms, a plus is a plus. */
    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') >= 0) {
                throw new IllegalArgumentException();
            }
            return decoded;
        } catch (IllegalArgumentException badEscape) {
            throw new IllegalArgumentException("it has a % that is not followed by two hexadecimal digits", null);
        }
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "DatabaseUrl[" + host + ":" + port + "]";
    }
}
