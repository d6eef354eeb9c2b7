package dev.gastown.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate for {@code localhost}, and for no address, with an authority of its own; made by the JDK's keytool. */
final class DatabaseCertificate {
    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    private DatabaseCertificate() {}

    /** Writes the PEM files {@code server.key}, {@code server.crt} and {@code authority.crt} into a directory. */
    static void write(Path directory) {
        Path keys = directory.resolve("keys.p12");
        try {
            generate(keys, AUTHORITY, "-ext", "bc:c");
            generate(keys, SERVER, "-signer", AUTHORITY, "-ext", "san=dns:localhost");
            export(keys, SERVER, directory.resolve("server.crt"));
            export(keys, AUTHORITY, directory.resolve("authority.crt"));
            Key key =
                    KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()).getKey(SERVER, PASSWORD.toCharArray());
            // PostgreSQL refuses a key that others may read.
            Path file = Files.createFile(
                    directory.resolve("server.key"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(key.getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            Files.delete(keys);
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void generate(Path keys, String alias, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
        arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        arguments.addAll(List.of(more));
        keytool(keys, arguments);
    }

    private static void export(Path keys, String alias, Path to) throws IOException {
        keytool(keys, List.of("-exportcert", "-rfc", "-alias", alias, "-file", to.toString()));
    }

    private static void keytool(Path keys, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
    }
}
