package dev.gastown.terminal.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Texts that a browser keeps for us and can neither read nor change: AES-256-GCM under keys made from the session secrets.
 * Each is bound to a purpose, so that none passes for another. Safe on any thread.
 */
public final class SealedText {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String MAC = "HmacSHA256";
    private static final byte[] KEY_LABEL = "gastown sealed text".getBytes(StandardCharsets.UTF_8);

    /** NIST SP 800-38D section 5.2.1.1: the length that needs no further hashing. */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys;

    /** @param secrets the first one seals, all of them open */
    public SealedText(List<byte[]> secrets) {
        this.keys = secrets.stream().map(SealedText::key).toList();
    }

    /** Seals a text, URL-safe. */
    public String seal(String purpose, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, keys.get(0), nonce, purpose, text.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array());
    }

    /** Opens what was sealed for this purpose; empty for anything else, without saying why. */
    public Optional<String> open(String purpose, String sealed) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
        byte[] text = Arrays.copyOfRange(bytes, NONCE_BYTES, bytes.length);
        return keys.stream()
                .flatMap(key -> run(Cipher.DECRYPT_MODE, key, nonce, purpose, text).stream())
                .findFirst()
                .map(opened -> new String(opened, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> run(int mode, SecretKeySpec key, byte[] nonce, String purpose, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return Optional.of(cipher.doFinal(input));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    private static SecretKeySpec key(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return new SecretKeySpec(mac.doFinal(KEY_LABEL), "AES");
        } catch (GeneralSecurityException missingAlgorithm) {
            throw new IllegalStateException(missingAlgorithm);
        }
    }
}
