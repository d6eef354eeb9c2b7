package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.HttpSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** Whether a certificate and a key belong together: else browsers would be the first to tell. Blocks, for milliseconds. */
public final class KeyPairCheck {
    private static final byte[] TEXT = "gastown".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    /**
     * Looks at them.
     *
     * @return when the certificate expires
     * @throws ConfigurationException when they don't belong together, or when one of the files holds none
     */
    public static Instant check(Vertx vertx, HttpSettings.Tls files) {
        try {
            X509KeyManager keys = Stream.of(
                            pem(files).getKeyManagerFactory(vertx).getKeyManagers())
                    .filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast)
                    .findFirst()
                    .orElseThrow();
            String alias = Stream.of("RSA", "EC", "EdDSA")
                    .flatMap(type -> Arrays.stream(
                            keys.getServerAliases(type, null) == null
                                    ? new String[0]
                                    : keys.getServerAliases(type, null)))
                    .findFirst()
                    .orElseThrow();
            X509Certificate certificate = keys.getCertificateChain(alias)[0];
            if (!belong(certificate, keys.getPrivateKey(alias))) {
                throw new ConfigurationException("http.tls: the key in " + files.key()
                        + " is not that of the certificate in " + files.certificate());
            }
            return certificate.getNotAfter().toInstant();
        } catch (ConfigurationException told) {
            throw told;
        } catch (Exception unreadable) {
            throw new ConfigurationException("http.tls: " + files.certificate() + " and " + files.key()
                    + " are not a certificate and its key, both as PEM: "
                    + unreadable.getClass().getSimpleName());
        }
    }

    /** How Vert.x is told of the two files. */
    static PemKeyCertOptions pem(HttpSettings.Tls files) {
        return new PemKeyCertOptions()
                .setCertPath(files.certificate().toAbsolutePath().toString())
                .setKeyPath(files.key().toAbsolutePath().toString());
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(TEXT);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update(TEXT);
        return signature.verify(signed);
    }
}
