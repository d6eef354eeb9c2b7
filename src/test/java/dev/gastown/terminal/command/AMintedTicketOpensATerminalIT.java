package dev.gastown.terminal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.identity.Jwts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AMintedTicketOpensATerminalIT {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    @TempDir
    private Path directory;

    private static TestTown town;
    private static GatewayProcess sandbox;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        town = TestTown.start().session("hq-mayor", "exec cat").session("gt-nux", "echo at work; exec cat");
        sandbox = GatewayProcess.agentOf(town).start();
        gateway = GatewayProcess.command("gateway")
                .town(TOWN, "[alice, {group: support, access: view}]", sandbox.origin(), GatewayProcess.SANDBOX_KEY)
                .start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        sandbox.close();
        town.close();
    }

    @Test
    void onceAsTheAddressIsPrinted() throws Exception {
        String address = mint("--user", "alice", "--town", TOWN, "--session", "gt-nux");
        assertThat(address).startsWith(gateway.origin().replace("http:", "ws:") + "/api/gastown/terminal?ticket=");

        CompletableFuture<String> first = new CompletableFuture<>();
        WebSocket terminal = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                        text.append(part);
                        if (text.indexOf("at work") >= 0) {
                            first.complete(text.toString());
                        }
                        socket.request(1);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        assertThat(first.get(20, TimeUnit.SECONDS)).contains("at work");
        terminal.abort();
        assertThat(HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(URI.create(address), new WebSocket.Listener() {})
                        .handle((socket, refused) -> refused != null)
                        .get(20, TimeUnit.SECONDS))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"alice, , hq-mayor, write", "alice, , gt-nux, read", "carol, support, hq-mayor, read"})
    void grantsWhatTheApiWould(String user, String group, String session, String access) throws Exception {
        String address = group == null
                ? mint("--user", user, "--town", TOWN, "--session", session)
                : mint("--user", user, "--group", group, "--town", TOWN, "--session", session);

        assertThat(Jwts.claims(address.substring(address.indexOf('=') + 1)).getString("access"))
                .isEqualTo(access);
    }

    @ParameterizedTest
    @CsvSource({
        "mallory, " + TOWN + ", gt-nux, the user has no such town",
        "alice, 3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c02, gt-nux, the user has no such town",
        "alice, " + TOWN + ", gt-nobody, the town has no session gt-nobody"
    })
    void andRefusesTheRestInOneLine(String user, String townId, String session, String words) throws Exception {
        Ended refused = Ended.of(environment(), "ticket", "--user", user, "--town", townId, "--session", session);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output().strip().lines()).hasSize(1);
        assertThat(refused.output()).startsWith("gastown: " + words);
    }

    @Test
    void inOneLineToASandboxThatIsNotThere() throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put(
                "GASTOWN_CONFIG",
                Files.writeString(directory.resolve("gateway.yaml"), """
                        towns:
                          - {townId: %s, owners: [alice], sandboxUrl: 'http://127.0.0.1:%d', sandboxKey: any}
                        """.formatted(TOWN, FreePort.find()))
                        .toString());

        Ended refused = Ended.of(environment, "ticket", "--user", "alice", "--town", TOWN, "--session", "gt-nux");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output().strip().lines()).hasSize(1);
        assertThat(refused.output()).startsWith("gastown: the sandbox ");
    }

    @Test
    void withoutTheSecretThereIsNone() throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.remove("GASTOWN_TICKET_SECRET");

        assertThat(Ended.of(environment, "ticket", "--user", "alice", "--town", TOWN, "--session", "gt-nux")
                        .status())
                .isEqualTo(2);
        assertThat(Ended.of(environment(), "ticket", "--user", "alice").status())
                .isEqualTo(2);
        assertThat(Path.of(environment().get("GASTOWN_CONFIG"))).exists();
    }

    private static String mint(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "ticket";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ended minted = Ended.of(environment(), all);
        assertThat(minted.status()).as(minted.output()).isZero();
        return minted.output().strip();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(gateway.environment());
        environment.put("GASTOWN_PUBLIC_URL", gateway.origin());
        return environment;
    }
}
