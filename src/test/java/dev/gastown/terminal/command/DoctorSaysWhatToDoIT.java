package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestCertificates;
import dev.gastown.terminal.TestCertificates.Owner;
import dev.gastown.terminal.TestTown;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorSaysWhatToDoIT {
    private static final String SESSION_SECRET = "a session secret of the tests, long enough for HS256";
    private static final String TICKET_SECRET = "a ticket secret of the tests, long enough for HS256";
    private static final String TOWN = """
              - townId: 3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c%s
                name: %s
                owners: [alice]
                sandboxUrl: %s
            """;

    private static TestTown town;
    private static GatewayProcess sandbox;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        town = TestTown.start().session("hq-mayor", "exec cat").session("gt-nux", "exec cat");
        sandbox = GatewayProcess.agentOf(town).start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        town.close();
    }

    @Test
    void oneLineAFindingAndNothingToDoWhenAllIsWell() throws Exception {
        Ended all = doctor(Map.of("GASTOWN_PUBLIC_URL", "https://town.example.org"), wellTown());

        assertThat(all.status()).as(all.output()).isZero();
        assertThat(all.output().strip().lines()).allMatch(line -> line.startsWith("ok    "));
        assertThat(all.output())
                .contains("ok    town Springfield: 2 sessions, Mayor hq-mayor, speaks gastown.terminal.v2");
        assertNothingSecret(all);
    }

    @Test
    void whatKeepsATownFromItsPeople() throws Exception {
        String towns = wellTown()
                + TOWN.formatted("02", "Wrong", sandbox.origin()) + "    sandboxKey: another key\n"
                + TOWN.formatted("03", "Gone", "http://127.0.0.1:" + FreePort.find()) + "    sandboxKey: any\n"
                + TOWN.formatted("04", "Keyless", sandbox.origin())
                + TOWN.formatted("05", "Asleep", sandbox.origin()) + "    sandboxKey: any\n    status: stopped\n";

        Ended found = doctor(Map.of(), towns);

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output())
                .contains("ok    town Springfield: ")
                .contains("FIX   town Wrong: refuses the gateway at " + sandbox.origin())
                .contains("GASTOWN_SANDBOX_KEY")
                .contains("FIX   town Gone: nothing answers at http://127.0.0.1:")
                .contains("FIX   town Keyless: has no sandboxKey")
                .contains("ok    town Asleep: stopped")
                .contains("note  http.publicUrl: not set");
        assertNothingSecret(found);
        assertThat(found.output()).doesNotContain("another key");
    }

    @Test
    void neitherPasswordsInAddressesNorWhatATownsNameWouldDoToATerminal() throws Exception {
        String towns = "towns:\n" + TOWN.formatted("01", "\"Spring\\e[2Jfield\\nok    forged: line\"", sandbox.origin())
                + "    sandboxKey: " + GatewayProcess.SANDBOX_KEY + "\n";
        Ended named = doctor(Map.of("GASTOWN_JWKS_URL", "https://user:hunter2@issuer.example/keys"), towns);

        assertThat(named.output())
                .contains(
                        "town Spring?[2Jfield?ok    forged: line: 2 sessions",
                        "FIX   auth: auth.jwksUrl: a URL with a user")
                .doesNotContain("hunter2", "\u001b");

        Ended located = doctor(
                Map.of(),
                "towns:\n" + TOWN.formatted("01", "Springfield", "http://user:hunter2@127.0.0.1:1")
                        + "    sandboxKey: any\n");
        assertThat(located.status()).isEqualTo(1);
        assertThat(located.output())
                .contains("FIX   towns: towns[0].sandboxUrl: a URL with a user is not allowed")
                .doesNotContain("hunter2");
    }

    @Test
    void allOfABadConfigurationAtOnce() throws Exception {
        Map<String, String> environment = Map.of(
                "GASTOWN_TICKET_SECRET", "too short", "GASTOWN_HTTP_PORT", "many", "GASTOWN_CLUSTERED", "perhaps");
        Ended found = Ended.of(environment, "doctor");

        assertThat(found.status()).isEqualTo(1);
        assertThat(found.output())
                .contains("FIX   tickets: ", "GASTOWN_TICKET_SECRET")
                .contains("FIX   auth: ", "GASTOWN_SESSION_SECRET")
                .contains("FIX   http: http.port")
                .contains("FIX   cluster: ")
                .doesNotContain("too short");
    }

    @Test
    void portsCertificatesIssuersAndTmux() throws Exception {
        Path certificate;
        Path key;
        try (TestCertificates certificates = new TestCertificates()) {
            certificate = certificates.certificateOf(Owner.EXPIRED, directory.resolve("tls.crt"));
            key = certificates.keyOf(Owner.EXPIRED, directory.resolve("tls.key"));
        }
        String nowhere = "http://127.0.0.1:" + FreePort.find();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = new HashMap<>();
            environment.put("GASTOWN_HTTP_PORT", Integer.toString(taken.getLocalPort()));
            environment.put("GASTOWN_HTTP_HOST", "127.0.0.1");
            environment.put("GASTOWN_TLS_CERTIFICATE", certificate.toString());
            environment.put("GASTOWN_TLS_KEY", key.toString());
            environment.put("GASTOWN_JWKS_URL", nowhere + "/keys");
            environment.put("GASTOWN_OIDC_ISSUER", nowhere);
            environment.put("GASTOWN_OIDC_CLIENT_ID", "gateway");
            environment.put("GASTOWN_PUBLIC_URL", "https://town.example.org");
            environment.put("GASTOWN_SANDBOX_KEY", GatewayProcess.SANDBOX_KEY);

            Ended found = doctor(environment, wellTown());

            assertThat(found.status()).isEqualTo(1);
            assertThat(found.output())
                    .contains("note  http.port: port " + taken.getLocalPort())
                    .contains("FIX   http.tls: " + certificate + " has expired")
                    .contains("FIX   auth.jwksUrl: " + nowhere)
                    .contains("FIX   auth.oidc.issuer: " + nowhere)
                    .contains("FIX   tmux: no server runs");
            assertNothingSecret(found);
        }
        Ended well = Ended.of(
                Map.of("GASTOWN_SANDBOX_KEY", GatewayProcess.SANDBOX_KEY, "GASTOWN_SANDBOX_PORT", "0"),
                "doctor",
                "sandbox",
                "--tmux-socket",
                town.socket());
        assertThat(well.status()).as(well.output()).isZero();
        assertThat(well.output()).contains("ok    tmux: 2 sessions on the socket " + town.socket());
    }

    @Test
    void aConfigurationThatCantBeReadIs2() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "towns: [\n");

        assertThat(Ended.of(Map.of("GASTOWN_CONFIG", broken.toString()), "doctor")
                        .status())
                .isEqualTo(2);
        assertThat(Ended.of(Map.of(), "doctor", "everything").status()).isEqualTo(2);
        assertThat(Ended.of(Map.of(), "doctor", "--help").status()).isZero();
    }

    private static String wellTown() {
        return "towns:\n"
                + TOWN.formatted("01", "Springfield", sandbox.origin())
                + "    sandboxKey: " + GatewayProcess.SANDBOX_KEY + "\n";
    }

    private Ended doctor(Map<String, String> more, String towns) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "GASTOWN_HTTP_PORT", "0",
                "GASTOWN_MANAGEMENT_PORT", "0",
                "GASTOWN_SANDBOX_PORT", "0",
                "GASTOWN_TICKET_SECRET", TICKET_SECRET,
                "GASTOWN_SESSION_SECRET", SESSION_SECRET));
        environment.put(
                "GASTOWN_CONFIG",
                Files.writeString(directory.resolve("gateway.yaml"), towns).toString());
        environment.putAll(more);
        return Ended.of(environment, "doctor");
    }

    private static void assertNothingSecret(Ended ended) {
        assertThat(ended.output()).doesNotContain(GatewayProcess.SANDBOX_KEY, SESSION_SECRET, TICKET_SECRET);
    }
}
