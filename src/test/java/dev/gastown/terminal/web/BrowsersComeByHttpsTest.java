package dev.gastown.terminal.web;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static dev.gastown.terminal.web.TrpcFixture.mayor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.TestCertificates;
import dev.gastown.terminal.TestCertificates.Owner;
import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.identity.Jwts;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowsersComeByHttpsTest {
    private static TestCertificates certificates;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Object> clients = new ConcurrentLinkedQueue<>();
    private HttpServer sandbox;

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;

    @BeforeAll
    static void make() {
        certificates = new TestCertificates();
    }

    @AfterAll
    static void forget() {
        certificates.close();
    }

    @BeforeEach
    void prepare() {
        // A Mayor who sends back what is typed.
        sandbox = await(vertx.createHttpServer(new HttpServerOptions().setMaxWebSocketFrameSize(1 << 20))
                .requestHandler(request -> request.response()
                        .end("{\"sessions\":[{\"name\":\"hq-mayor\",\"role\":\"mayor\",\"alive\":true}]}"))
                .webSocketHandler(terminal -> terminal.textMessageHandler(terminal::writeTextMessage))
                .listen(0, "127.0.0.1"));
        certificate = certificates.certificateOf(Owner.GENUINE, directory.resolve("tls.crt"));
        key = certificates.keyOf(Owner.GENUINE, directory.resolve("tls.key"));
        certificates.authority(directory.resolve("ca.crt"));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "frames"})
    void fromTheCallToTheTerminalsLastByte(String mode) throws InterruptedException {
        try (GatewayFixture gateway = gateway(mode)) {
            HttpResponse<Buffer> page = await(get(gateway, "localhost"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.getHeader("Strict-Transport-Security")).isNull();
            HttpResponse<Buffer> named = await(web().get(gateway.port(), "localhost", "/")
                    .putHeader("Host", "town.example.org")
                    .send());
            assertThat(named.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");

            String ticket = await(web().post(gateway.port(), "localhost", TrpcFixture.TICKET_PATH)
                            .putHeader("Authorization", "Bearer " + Jwts.user(GatewayFixture.SESSION_SECRET, "alice"))
                            .sendJsonObject(new JsonObject(mayor())))
                    .bodyAsJsonObject()
                    .getJsonObject("result")
                    .getJsonObject("data")
                    .getString("ticket");
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            WebSocket terminal = await(kept(vertx.createWebSocketClient(new WebSocketClientOptions()
                            .setMaxFrameSize(1 << 20)
                            .setSsl(true)
                            .setTrustOptions(trust())))
                    .connect(new WebSocketConnectOptions()
                            .setHost("localhost")
                            .setPort(gateway.port())
                            .setSsl(true)
                            .addHeader("Origin", "https://localhost:" + gateway.port())
                            .setURI("/api/gastown/terminal?ticket=" + ticket)));
            terminal.textMessageHandler(heard::add);
            String typed = "x".repeat(100_000);
            await(terminal.writeTextMessage(typed));
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(typed);
            await(terminal.close());
        }
    }

    @Test
    void newFilesAreInUseWithinSecondsAndBrokenOnesNever() throws Exception {
        try (GatewayFixture gateway = gateway("fast")) {
            certificates.keyOf(Owner.STRANGER, key);
            certificates.certificateOf(Owner.STRANGER, certificate);
            eventually("the stranger's certificate is shown", () -> !answers(gateway));
            certificates.keyOf(Owner.GENUINE, key);
            certificates.certificateOf(Owner.GENUINE, certificate);
            eventually("the genuine certificate is shown", () -> answers(gateway));
            Files.writeString(certificate, "no certificate");
            long lookedAtTwice = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
            while (System.nanoTime() < lookedAtTwice) {
                assertThat(answers(gateway)).isTrue();
            }
        }
    }

    @Test
    void aKeyOfAnotherCertificateStopsTheStart() {
        certificates.keyOf(Owner.STRANGER, key);
        assertThatThrownBy(() -> gateway("fast"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not that of the certificate");
    }

    @Test
    void whatIsNoCertificateStopsTheStart() throws Exception {
        Files.writeString(certificate, "no certificate");
        assertThatThrownBy(() -> gateway("fast"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("are not a certificate and its key");
    }

    private GatewayFixture gateway(String mode) {
        return new GatewayFixture(new JsonObject()
                .put(
                        "http",
                        new JsonObject()
                                .put("host", "127.0.0.1")
                                .put("port", 0)
                                .put("publicUrl", "")
                                .put(
                                        "tls",
                                        new JsonObject()
                                                .put("certificate", certificate.toString())
                                                .put("key", key.toString())))
                .put("relay", new JsonObject().put("mode", mode))
                .put(
                        "towns",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("townId", GatewayFixture.TOWN)
                                        .put("owners", new JsonArray().add("alice"))
                                        .put("sandboxUrl", "http://127.0.0.1:" + sandbox.actualPort())
                                        .put("sandboxKey", "a key"))));
    }

    private boolean answers(GatewayFixture gateway) {
        return await(get(gateway, "localhost").map(true).otherwise(false));
    }

    private io.vertx.core.Future<HttpResponse<Buffer>> get(GatewayFixture gateway, String host) {
        return web().request(HttpMethod.GET, gateway.port(), host, "/").send();
    }

    /** A new one each time, so that no connection is kept. */
    private WebClient web() {
        return kept(WebClient.create(
                vertx,
                new WebClientOptions(new HttpClientOptions().setSsl(true).setTrustOptions(trust()))
                        .setKeepAlive(false)));
    }

    /** The garbage collector closes a client that nobody holds, whatever it is doing. */
    private <T> T kept(T client) {
        clients.add(client);
        return client;
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(directory.resolve("ca.crt").toString());
    }

    private static void eventually(String what, BooleanSupplier holds) {
        GatewayFixture.eventually(what, holds);
    }
}
