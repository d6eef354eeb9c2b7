package dev.gastown.terminal.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where browsers come in (the {@code http:} part of the configuration).
 *
 * @param host address to listen on
 * @param port TCP port, 0 takes a free one
 * @param publicUrl the origin browsers see, {@code scheme://host[:port]}, when it is not {@code http://<Host>}
 * @param allowedOrigins origins that may use the API beside the own one
 * @param trustedProxies CIDRs of the peers whose {@code X-Forwarded-*} is believed
 * @param loopbackOnly whether only loopback names are accepted as {@code Host} (the demo)
 * @param tls when this server speaks https itself; else something before it does, or nobody
 */
public record HttpSettings(
        String host,
        int port,
        Optional<String> publicUrl,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        boolean loopbackOnly,
        Optional<Tls> tls) {
    /**
     * What the gateway shows to browsers that come by https.
     *
     * @param certificate PEM file: its certificate, and those that lead from it to an authority
     * @param key PEM file
     */
    public record Tls(Path certificate, Path key) {}
}
