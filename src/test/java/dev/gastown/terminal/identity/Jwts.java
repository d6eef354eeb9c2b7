package dev.gastown.terminal.identity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens made and read by hand, so that no library's habits hide what is on the wire. */
public final class Jwts {
    private static final String HS256 = "HmacSHA256";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwts() {}

    /** Signs with HS256, or truly with HS384 or HS512 when the header says so. */
    public static String sign(String secret, JsonObject header, JsonObject claims) {
        String content = part(header) + "." + part(claims);
        String algorithm = switch (String.valueOf(header.getValue("alg"))) {
            case "HS384" -> "HmacSHA384";
            case "HS512" -> "HmacSHA512";
            default -> HS256;
        };
        return content + "." + BASE64.encodeToString(mac(algorithm, secret, content));
    }

    /** A token with the usual header. */
    public static String sign(String secret, JsonObject claims) {
        return sign(secret, new JsonObject().put("typ", "JWT").put("alg", "HS256"), claims);
    }

    /** A token that says that it needs no signature. */
    public static String unsigned(JsonObject claims) {
        return part(new JsonObject().put("typ", "JWT").put("alg", "none")) + "." + part(claims) + ".";
    }

    /** A user token of contract section 1.1, good for ten minutes: a login of its own. */
    public static String user(String secret, String userId, String... groups) {
        return sign(
                secret,
                new JsonObject()
                        .put("sub", userId)
                        .put("groups", new JsonArray(List.of(groups)))
                        .put("jti", UUID.randomUUID().toString())
                        .put("aud", "gastown")
                        .put("exp", System.currentTimeMillis() / 1_000 + 600));
    }

    /** The header. */
    public static JsonObject header(String jwt) {
        return decoded(jwt, 0);
    }

    /** The claims, whatever the signature. */
    public static JsonObject claims(String jwt) {
        return decoded(jwt, 1);
    }

    /** Whether the signature is that key's. */
    public static boolean isSignedBy(String secret, String jwt) {
        int dot = jwt.lastIndexOf('.');
        return BASE64.encodeToString(mac(HS256, secret, jwt.substring(0, dot))).equals(jwt.substring(dot + 1));
    }

    private static JsonObject decoded(String jwt, int part) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[part]), StandardCharsets.UTF_8));
    }

    private static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(String algorithm, String secret, String content) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
