package dev.gastown.terminal.identity;

import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An issuer of user tokens: key pairs, tokens signed by hand, and a JWKS URL that a test can change. */
public final class PublishedKeys implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Consumer<HttpServerResponse> answer;

    /** A key pair and what is published of it. */
    public record Key(String id, String algorithm, KeyPair pair, JsonObject published) {
        /** A token with the usual header. */
        public String sign(JsonObject claims) {
            return sign(new JsonObject().put("typ", "JWT").put("alg", algorithm).put("kid", id), claims);
        }

        /** A token with any header. */
        public String sign(JsonObject header, JsonObject claims) {
            String content = part(header) + "." + part(claims);
            try {
                boolean elliptic = algorithm.equals("ES256");
                Signature signature =
                        Signature.getInstance(elliptic ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
                signature.initSign(pair.getPrivate());
                signature.update(content.getBytes(StandardCharsets.US_ASCII));
                return content + "." + BASE64.encodeToString(signature.sign());
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }
    }

    /** Publishes nothing yet. */
    public PublishedKeys(Vertx vertx) {
        publish(new JsonObject[0]);
        server = ScriptedSandbox.await(vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    answer.accept(request.response());
                })
                .listen(0, "127.0.0.1"));
    }

    /** Where the keys are. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
    }

    /** How often the URL was asked. */
    public int asked() {
        return asked.get();
    }

    /** Publishes these keys and no others. */
    public void publish(JsonObject... keys) {
        String set =
                new JsonObject().put("keys", new JsonArray(Arrays.asList(keys))).encode();
        answer(response ->
                response.putHeader("Content-Type", "application/json").end(set));
    }

    /** Publishes these keys and no others. */
    public void publish(Key... keys) {
        publish(Stream.of(keys).map(Key::published).toArray(JsonObject[]::new));
    }

    /** Answers anything. */
    public void answer(Consumer<HttpServerResponse> with) {
        answer = with;
    }

    /** An RSA key for RS256. */
    public static Key rsa(String id, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            return new Key(
                    id,
                    "RS256",
                    pair,
                    new JsonObject()
                            .put("kty", "RSA")
                            .put("kid", id)
                            .put("use", "sig")
                            .put("n", unsigned(key.getModulus(), bits / 8))
                            .put("e", unsigned(key.getPublicExponent(), 3)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** A key for ES256. */
    public static Key elliptic(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            return new Key(
                    id,
                    "ES256",
                    pair,
                    new JsonObject()
                            .put("kty", "EC")
                            .put("kid", id)
                            .put("crv", "P-256")
                            .put("x", unsigned(key.getW().getAffineX(), 32))
                            .put("y", unsigned(key.getW().getAffineY(), 32)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String unsigned(BigInteger number, int bytes) {
        byte[] signed = number.toByteArray();
        byte[] fixed = new byte[bytes];
        int from = Math.max(0, signed.length - bytes);
        System.arraycopy(signed, from, fixed, bytes - (signed.length - from), signed.length - from);
        return BASE64.encodeToString(fixed);
    }

    private static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        ScriptedSandbox.await(server.close());
    }
}
