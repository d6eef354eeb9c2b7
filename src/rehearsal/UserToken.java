import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Prints a user token as a host application makes it: {@code GASTOWN_SESSION_SECRET=… java UserToken.java alice}. It is
 * good for a day.
 */
final class UserToken {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private UserToken() {}

    public static void main(String[] args) throws Exception {
        long expires = Instant.now().plus(LIFE).getEpochSecond();
        String content = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + encode("{\"sub\":\"%s\",\"aud\":\"gastown\",\"exp\":%d}".formatted(args[0], expires));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                System.getenv("GASTOWN_SESSION_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        System.out.println(content + "." + BASE64.encodeToString(signature));
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
