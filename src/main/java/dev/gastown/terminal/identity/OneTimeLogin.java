package dev.gastown.terminal.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;

/** The link that {@code demo} prints: it logs one browser in, once (contract section 1.1). Safe on any thread. */
public final class OneTimeLogin {
    private static final int TOKEN_BYTES = 24;

    private final String userId;
    private final String token;
    private final AtomicBoolean used = new AtomicBoolean();

    /** @param userId who its bearer becomes */
    public OneTimeLogin(String userId) {
        this.userId = userId;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** The token to put into the printed link; a secret. */
    public String token() {
        return token;
    }

    /** Who its bearer becomes. */
    public String userId() {
        return userId;
    }

    /** Whether this is the token, for the first time. Compares in constant time. */
    public boolean redeem(String presented) {
        return presented != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8))
                && used.compareAndSet(false, true);
    }
}
