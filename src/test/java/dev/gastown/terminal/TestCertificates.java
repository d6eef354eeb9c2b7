package dev.gastown.terminal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates of an authority that this JVM trusts until {@link #close}, and of one that nobody does, made by the JDK's
 * own keytool. All are for {@code localhost}, and for no address.
 */
public final class TestCertificates implements AutoCloseable {
    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final Path keys;

    /** Whose certificate a server shows. */
    public enum Owner {
        /** Good for {@code localhost}. */
        GENUINE,
        /** Was good until yesterday. */
        EXPIRED,
        /** Vouched for by nobody but itself. */
        STRANGER
    }

    /** Makes them, and has this JVM trust the authority alone. */
    public TestCertificates() {
        try {
            directory = Files.createTempDirectory("gastown-test-certificates");
            keys = directory.resolve("keys");
            keytool(AUTHORITY, "-ext", "bc:c", "-validity", "2");
            keytool(Owner.GENUINE.name(), "-signer", AUTHORITY, "-validity", "1");
            keytool(Owner.EXPIRED.name(), "-signer", AUTHORITY, "-startdate", "-3d", "-validity", "2");
            keytool(Owner.STRANGER.name(), "-validity", "1");
            trust();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a server needs to show it. */
    public PfxOptions of(Owner owner) {
        try {
            return new PfxOptions()
                    .setValue(Buffer.buffer(Files.readAllBytes(keys)))
                    .setPassword(PASSWORD)
                    .setAlias(alias(owner));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its certificate, and the authority's where that has signed it, as a PEM file. */
    public Path certificateOf(Owner owner, Path file) {
        return write(file, "CERTIFICATE", store -> {
            List<byte[]> chain = new ArrayList<>();
            for (Certificate certificate : store.getCertificateChain(alias(owner))) {
                chain.add(certificate.getEncoded());
            }
            return chain;
        });
    }

    /** Its key as a PEM file. */
    public Path keyOf(Owner owner, Path file) {
        return write(
                file,
                "PRIVATE KEY",
                store -> List.of(
                        store.getKey(alias(owner), PASSWORD.toCharArray()).getEncoded()));
    }

    /** The authority that has signed {@link Owner#GENUINE}, as a PEM file. */
    public Path authority(Path file) {
        return write(
                file,
                "CERTIFICATE",
                store -> List.of(store.getCertificate(AUTHORITY).getEncoded()));
    }

    /** What a client goes by that believes the authority alone. */
    public SSLContext trusting() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    AUTHORITY,
                    KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()).getCertificate(AUTHORITY));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Encoding {
        List<byte[]> of(KeyStore store) throws GeneralSecurityException;
    }

    private Path write(Path file, String label, Encoding encoding) {
        try {
            StringBuilder pem = new StringBuilder();
            for (byte[] der : encoding.of(KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()))) {
                pem.append("-----BEGIN ").append(label).append("-----\n");
                pem.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
                pem.append("\n-----END ").append(label).append("-----\n");
            }
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), pem);
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String alias(Owner owner) {
        return owner.name().toLowerCase(Locale.ROOT);
    }

    private void keytool(String alias, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=" + alias, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-ext", "san=dns:localhost"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void trust() throws IOException, GeneralSecurityException {
        Certificate authority =
                KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()).getCertificate(AUTHORITY);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(AUTHORITY, authority);
        Path file = directory.resolve("trusted");
        try (OutputStream out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        System.setProperty(TRUST_STORE, file.toString());
        // Certificates in a PKCS12 file are encrypted: without it none would be found.
        System.setProperty(TRUST_STORE + "Password", PASSWORD);
    }

    @Override
    public void close() {
        System.clearProperty(TRUST_STORE);
        System.clearProperty(TRUST_STORE + "Password");
        try {
            Files.deleteIfExists(directory.resolve("trusted"));
            Files.deleteIfExists(keys);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
