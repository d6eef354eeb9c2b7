package dev.gastown.terminal.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tickets and user tokens signed with the benchmark's own secrets, so that minting costs the gateway nothing. */
final class Tickets {
    static final String TICKET_SECRET = "a ticket secret for benchmarks only, on loopback";
    static final String SESSION_SECRET = "a session secret for benchmarks only, on loopback";
    static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    static final String USER = "bench";

    private static final long LIFE_SECONDS = 60;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Tickets() {}

    /** A ticket for one upgrade within a minute. */
    static String ticket(String session, boolean write) {
        return ticket(TOWN, session, write);
    }

    /** As above, for a session of some town. */
    static String ticket(String town, String session, boolean write) {
        long now = Instant.now().getEpochSecond();
        String kid = HexFormat.of().formatHex(mac(TICKET_SECRET, "gastown ticket key id"), 0, 8);
        return signed(
                TICKET_SECRET,
                "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(kid),
                ("{\"type\":\"stream_ticket\",\"userId\":\"%s\",\"townId\":\"%s\",\"sessionName\":\"%s\",\"access\":\"%s\","
                                + "\"nonce\":\"%s\",\"iat\":%d,\"exp\":%d,\"iss\":\"gastown-gateway\","
                                + "\"aud\":\"gastown-terminal\"}")
                        .formatted(
                                USER,
                                town,
                                session,
                                write ? "write" : "read",
                                UUID.randomUUID(),
                                now,
                                now + LIFE_SECONDS));
    }

    /** A user token for an hour. */
    static String user() {
        return signed(
                SESSION_SECRET,
                "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
                "{\"sub\":\"%s\",\"aud\":\"gastown\",\"exp\":%d}"
                        .formatted(USER, Instant.now().getEpochSecond() + 3_600));
    }

    private static String signed(String secret, String header, String claims) {
        String content =
                encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(claims.getBytes(StandardCharsets.UTF_8));
        return content + "." + encode(mac(secret, content));
    }

    private static byte[] mac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String encode(byte[] bytes) {
        return BASE64.encodeToString(bytes);
    }
}
