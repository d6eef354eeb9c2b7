package dev.gastown.terminal.operation;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Prerequisite;
import dev.gastown.terminal.TestCertificates;
import dev.gastown.terminal.TestCertificates.Owner;
import dev.gastown.terminal.TestTown;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The examples' configurations, run as they are but for names, ports and certificates. */
class ReverseProxiesServeTheGatewayIT {
    private static final Path EXAMPLES = Path.of("examples", "proxy");
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";
    private static final int PORT = FreePort.find();
    private static final String ORIGIN = "https://localhost:" + PORT;

    @TempDir
    private static Path directory;

    private static TestTown town;
    private static GatewayProcess sandbox;
    private static GatewayProcess gateway;
    private static Vertx vertx;
    private static WebClient web;
    private static WebSocketClient sockets;

    @BeforeAll
    static void start() throws IOException {
        try (TestCertificates certificates = new TestCertificates()) {
            Path certificate = certificates.certificateOf(Owner.GENUINE, directory.resolve("tls.crt"));
            Path key = certificates.keyOf(Owner.GENUINE, directory.resolve("tls.key"));
            certificates.authority(directory.resolve("ca.crt"));
            Files.writeString(directory.resolve("tls.pem"), Files.readString(certificate) + Files.readString(key));
        }
        town = TestTown.start().session("hq-mayor", "echo at work; exec cat");
        sandbox = GatewayProcess.agentOf(town).start();
        gateway = GatewayProcess.command("gateway")
                .town(TOWN, "[alice]", sandbox.origin(), GatewayProcess.SANDBOX_KEY)
                .environment("GASTOWN_HTTP_PORT", Integer.toString(FreePort.find()))
                .environment("GASTOWN_PUBLIC_URL", ORIGIN)
                .environment("GASTOWN_TRUSTED_PROXIES", "127.0.0.1/32")
                .start();
        vertx = Vertx.vertx();
        PemTrustOptions trust =
                new PemTrustOptions().addCertPath(directory.resolve("ca.crt").toString());
        web = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setSsl(true)
                        .setTrustOptions(trust)
                        .setFollowRedirects(false)
                        .setDefaultHost("localhost")
                        .setDefaultPort(PORT));
        sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setSsl(true).setTrustOptions(trust).setDefaultHost("localhost"));
    }

    @AfterAll
    static void stop() {
        await(vertx.close());
        gateway.close();
        sandbox.close();
        town.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "haproxy"})
    void fromThePageToTheTerminal(String program) throws Exception {
        Path log = directory.resolve(program + ".log");
        Process proxy = start(program, log);
        try {
            HttpResponse<Buffer> page = page(program, proxy);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(page.getHeader("Content-Security-Policy")).isNotBlank();
            assertThat(await(web.get("/metrics").send()).statusCode()).isEqualTo(404);
            assertThat(await(web.post("/logout").putHeader("Origin", ORIGIN).send())
                            .cookies())
                    .allMatch(cookie -> cookie.contains("; Secure"));

            String ticket = ticket();
            CompletableFuture<String> first = new CompletableFuture<>();
            CompletableFuture<String> echoed = new CompletableFuture<>();
            WebSocket terminal = await(sockets.connect(options(ticket, ORIGIN)));
            terminal.textMessageHandler(text -> {
                if (text.contains("at work")) {
                    first.complete(text);
                }
                if (text.contains("typed through " + program)) {
                    echoed.complete(text);
                }
            });
            first.get(20, TimeUnit.SECONDS);
            await(terminal.writeTextMessage(new JsonObject()
                    .put("type", "input")
                    .put("data", "typed through " + program)
                    .encode()));
            echoed.get(20, TimeUnit.SECONDS);
            await(terminal.close());

            assertThat(await(sockets.connect(options(ticket(), "https://evil.example"))
                            .map(opened -> 101)
                            .otherwise(refused -> ((UpgradeRejectedException) refused).getStatus())))
                    .isEqualTo(403);
            WebSocket feed = await(sockets.connect(new WebSocketConnectOptions()
                    .setPort(PORT)
                    .setSsl(true)
                    .setURI("/api/gastown/events/000/abcdefgh/websocket")
                    .addHeader("Origin", ORIGIN)
                    .addHeader("Cookie", cookie())));
            await(feed.close());
        } finally {
            proxy.destroy();
            assertThat(proxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(log)).contains("/api/gastown/terminal").doesNotContain("ticket=", "eyJ");
    }

    /** Traefik comes in no package of Debian's, so that its configuration is only read here, not run. */
    @Test
    void traefiksConfigurationNamesTheSameWays() throws IOException {
        JsonNode traefik = YAMLMapper.shared()
                .readTree(Files.readString(EXAMPLES.resolve("traefik.yaml")))
                .get("http");

        JsonNode router = traefik.get("routers").get("gastown");
        JsonNode balancer =
                traefik.get("services").get(router.get("service").asString()).get("loadBalancer");
        assertThat(traefik.get("middlewares")
                        .has(router.get("middlewares").get(0).asString()))
                .isTrue();
        assertThat(balancer.get("servers").get(0).get("url").asString()).isEqualTo("http://127.0.0.1:8080");
        assertThat(balancer.get("healthCheck").get("path").asString()).isEqualTo("/health/ready");
        assertThat(balancer.get("healthCheck").get("port").asInt()).isEqualTo(9000);
    }

    private static Process start(String program, Path log) throws IOException {
        Prerequisite.install(program);
        boolean nginx = program.equals("nginx");
        String example = Files.readString(EXAMPLES.resolve(nginx ? "nginx.conf" : "haproxy.cfg"));
        Path configuration = Files.writeString(
                directory.resolve(program + ".conf"),
                example.replace(
                                "127.0.0.1:8080",
                                "127.0.0.1:" + gateway.environment().get("GASTOWN_HTTP_PORT"))
                        .replace("listen 443", "listen 127.0.0.1:" + PORT)
                        .replace("bind :443", "bind 127.0.0.1:" + PORT)
                        .replace(
                                "check port 9000",
                                "check port " + gateway.environment().get("GASTOWN_MANAGEMENT_PORT"))
                        .replace("/etc/ssl/gastown", directory.toString())
                        .replace(
                                "/run/nginx-gastown.pid",
                                directory.resolve("nginx.pid").toString())
                        .replace("/var/log/nginx/gastown-access.log", log.toString())
                        .replace(
                                "/var/log/nginx/gastown-error.log",
                                directory.resolve("error.log").toString()));
        ProcessBuilder builder = nginx
                ? new ProcessBuilder(
                        "nginx",
                        "-e",
                        directory.resolve("start.log").toString(),
                        "-c",
                        configuration.toString(),
                        "-g",
                        "daemon off;")
                : new ProcessBuilder("haproxy", "-f", configuration.toString()).redirectOutput(log.toFile());
        return builder.redirectError(directory.resolve(program + ".errors").toFile())
                .start();
    }

    private static HttpResponse<Buffer> page(String program, Process proxy) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            assertThat(proxy.isAlive())
                    .as(Files.readString(directory.resolve(program + ".errors")))
                    .isTrue();
            try {
                HttpResponse<Buffer> page = await(web.get("/").send());
                if (page.statusCode() == 200) {
                    return page;
                }
            } catch (Exception notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
            }
        }
    }

    private static String ticket() {
        return await(web.post("/api/trpc/gastown.getStreamTicket")
                        .putHeader("Cookie", cookie())
                        .putHeader("Origin", ORIGIN)
                        .sendJsonObject(new JsonObject().put("townId", TOWN).put("sessionName", "hq-mayor")))
                .bodyAsJsonObject()
                .getJsonObject("result")
                .getJsonObject("data")
                .getString("ticket");
    }

    private static String cookie() {
        Map.Entry<String, String> login = GatewayProcess.login("alice");
        return login.getKey() + "=" + login.getValue();
    }

    private static WebSocketConnectOptions options(String ticket, String origin) {
        return new WebSocketConnectOptions()
                .setPort(PORT)
                .setSsl(true)
                .setURI("/api/gastown/terminal?ticket=" + ticket)
                .addHeader("Origin", origin);
    }
}
