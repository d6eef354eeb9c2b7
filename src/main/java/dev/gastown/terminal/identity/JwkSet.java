package dev.gastown.terminal.identity;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.impl.jose.JWK;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a JWK Set (RFC 7517) that may verify: RSA of at least 2048 bits for RS256, and P-256 for ES256. All others
 * are passed over, symmetric ones above all: a published secret is none.
 *
 * @param size how many there are
 * @param ids the {@code kid}s of those keys
 * @param verifier verifies with those keys; empty when there is none, since a verifier without keys would take tokens
 *     without signatures
 */
record JwkSet(int size, Set<String> ids, Optional<JWTAuth> verifier) {
    /** What a set is read for. */
    static final Set<String> ALGORITHMS = Set.of("RS256", "ES256");

    /** RFC 7518 section 3.3; bytes of the modulus. */
    private static final int LEAST_RSA_BYTES = 256;

    /** More than anybody publishes; each token without a {@code kid} is tried with each. */
    private static final int MOST_KEYS = 50;

    /**
     * Reads a set.
     *
     * @param checks what a token's claims must say
     * @throws IllegalArgumentException when it is no set of keys
     */
    static JwkSet read(Vertx vertx, JsonObject document, JWTOptions checks) {
        if (!(document.getValue("keys") instanceof JsonArray written)) {
            throw new IllegalArgumentException("no keys");
        }
        List<JsonObject> usable = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Object key : written) {
            if (usable.size() < MOST_KEYS && key instanceof JsonObject jwk) {
                usable(jwk).ifPresent(verifying -> {
                    usable.add(verifying);
                    if (verifying.getValue("kid") instanceof String id) {
                        ids.add(id);
                    }
                });
            }
        }
        return new JwkSet(
                usable.size(),
                Set.copyOf(ids),
                usable.isEmpty()
                        ? Optional.empty()
                        : Optional.of(JWTAuth.create(
                                vertx, new JWTAuthOptions().setJwks(usable).setJWTOptions(checks))));
    }

    private static Optional<JsonObject> usable(JsonObject jwk) {
        String algorithm = algorithmOf(jwk);
        boolean signs = jwk.getValue("use") == null || "sig".equals(jwk.getValue("use"));
        boolean verifies = !(jwk.getValue("key_ops") instanceof JsonArray operations) || operations.contains("verify");
        boolean named = jwk.getValue("alg") == null || algorithm.equals(jwk.getValue("alg"));
        if (algorithm.isEmpty() || !signs || !verifies || !named) {
            return Optional.empty();
        }
        // Only what a public key has, and the algorithm that it is for.
        JsonObject key = new JsonObject().put("alg", algorithm).put("use", "sig");
        for (String field : new String[] {"kty", "kid", "n", "e", "crv", "x", "y"}) {
            if (jwk.getValue(field) instanceof String text) {
                key.put(field, text);
            }
        }
        try {
            // The verifier itself would pass over what is no key, and without keys take tokens without signatures.
            new JWK(key);
            return Optional.of(key);
        } catch (RuntimeException notAKey) {
            return Optional.empty();
        }
    }

    private static String algorithmOf(JsonObject jwk) {
        if ("RSA".equals(jwk.getValue("kty")) && modulusBytes(jwk) >= LEAST_RSA_BYTES) {
            return "RS256";
        }
        return "EC".equals(jwk.getValue("kty")) && "P-256".equals(jwk.getValue("crv")) ? "ES256" : "";
    }

    private static int modulusBytes(JsonObject jwk) {
        try {
            return jwk.getValue("n") instanceof String modulus
                    ? Base64.getUrlDecoder().decode(modulus).length
                    : 0;
        } catch (IllegalArgumentException notBase64) {
            return 0;
        }
    }
}
