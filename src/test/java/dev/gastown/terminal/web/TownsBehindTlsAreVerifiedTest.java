package dev.gastown.terminal.web;

import static dev.gastown.terminal.web.TrpcFixture.ALICE;
import static dev.gastown.terminal.web.TrpcFixture.TICKET_PATH;
import static dev.gastown.terminal.web.TrpcFixture.assertError;
import static dev.gastown.terminal.web.TrpcFixture.listPath;
import static dev.gastown.terminal.web.TrpcFixture.ticketInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestCertificates;
import dev.gastown.terminal.TestCertificates.Owner;
import dev.gastown.terminal.command.GatewayFixture;
import dev.gastown.terminal.identity.Jwts;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A town whose URL begins with https hears nothing, the key above all, unless it proves who it is. */
class TownsBehindTlsAreVerifiedTest {
    private static final Vertx SANDBOXES = Vertx.vertx();
    private static final AtomicInteger HEARD = new AtomicInteger();
    private static final Map<Proof, String> TOWNS = new EnumMap<>(Proof.class);

    private static TestCertificates certificates;
    private static GatewayFixture gateway;

    /** What a town shows. */
    enum Proof {
        GENUINE(Owner.GENUINE, "localhost"),
        OF_ANOTHER_HOST(Owner.GENUINE, "127.0.0.1"),
        EXPIRED(Owner.EXPIRED, "localhost"),
        OF_A_STRANGER(Owner.STRANGER, "localhost"),
        NONE(null, "localhost");

        private final Owner owner;
        private final String host;

        Proof(Owner owner, String host) {
            this.owner = owner;
            this.host = host;
        }

        int listen() {
            HttpServerOptions options =
                    new HttpServerOptions().setHost("127.0.0.1").setPort(0);
            if (owner != null) {
                options.setSsl(true).setKeyCertOptions(certificates.of(owner));
            }
            HttpServer server = SANDBOXES.createHttpServer(options).requestHandler(request -> {
                HEARD.incrementAndGet();
                request.response().end("{\"sessions\":[{\"name\":\"hq-mayor\",\"role\":\"mayor\",\"alive\":true}]}");
            });
            server.webSocketHandler(socket -> {
                HEARD.incrementAndGet();
                socket.writeTextMessage("shown");
            });
            return ScriptedSandbox.await(server.listen()).actualPort();
        }
    }

    @BeforeAll
    static void start() {
        certificates = new TestCertificates();
        JsonArray towns = new JsonArray();
        for (Proof proof : Proof.values()) {
            String id = UUID.randomUUID().toString();
            TOWNS.put(proof, id);
            towns.add(new JsonObject()
                    .put("townId", id)
                    .put("name", "Shelbyville")
                    .put("owners", new JsonArray().add("alice"))
                    .put("sandboxUrl", "https://" + proof.host + ":" + proof.listen())
                    .put("sandboxKey", ScriptedSandbox.KEY));
        }
        gateway = new GatewayFixture(new JsonObject().put("towns", towns));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        ScriptedSandbox.await(SANDBOXES.close());
        certificates.close();
    }

    @Test
    void andOneThatDoesIsListedAndOpened() {
        assertThat(gateway.get(listPath(TOWNS.get(Proof.GENUINE)), ALICE).body())
                .contains("\"stale\":false")
                .contains("hq-mayor");
        assertThat(firstText(Proof.GENUINE)).isEqualTo("shown");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GENUINE")
    void andOneThatDoesNotIsUnreachable(Proof proof) {
        int heard = HEARD.get();
        assertError(gateway.get(listPath(TOWNS.get(proof)), ALICE), 502, "BAD_GATEWAY", -32603);
        assertError(
                gateway.post(TICKET_PATH, ticketInput(TOWNS.get(proof), "hq-mayor"), ALICE),
                502,
                "BAD_GATEWAY",
                -32603);
        assertThat(closeCode(proof)).isEqualTo(4502);

        assertThat(HEARD).hasValue(heard);
    }

    private static String firstText(Proof proof) {
        Promise<String> text = Promise.promise();
        return ScriptedSandbox.await(open(proof, socket -> socket.textMessageHandler(text::tryComplete))
                .compose(socket -> text.future()));
    }

    private static int closeCode(Proof proof) {
        Promise<Integer> code = Promise.promise();
        return ScriptedSandbox.await(open(
                        proof,
                        socket -> socket.closeHandler(closed -> code.tryComplete((int) socket.closeStatusCode())))
                .compose(socket -> code.future()));
    }

    /** No list, no ticket: this one is made by hand. */
    private static Future<WebSocket> open(Proof proof, Handler<WebSocket> prepare) {
        long now = System.currentTimeMillis() / 1_000;
        String ticket = Jwts.sign(
                GatewayFixture.TICKET_SECRET,
                new JsonObject()
                        .put("type", "stream_ticket")
                        .put("userId", "alice")
                        .put("townId", TOWNS.get(proof))
                        .put("sessionName", "hq-mayor")
                        .put("access", "read")
                        .put("nonce", UUID.randomUUID().toString())
                        .put("iat", now)
                        .put("exp", now + 60)
                        .put("iss", "gastown-gateway")
                        .put("aud", "gastown-terminal"));
        return gateway.browsers()
                .connect(gateway.port(), "127.0.0.1", "/api/gastown/terminal?ticket=" + ticket)
                .onSuccess(prepare::handle);
    }
}
