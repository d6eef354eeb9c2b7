package dev.gastown.terminal.web.login;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.cluster.Marks;
import dev.gastown.terminal.config.HttpSettings;
import dev.gastown.terminal.config.IdentitySettings;
import dev.gastown.terminal.identity.IssuerClient;
import dev.gastown.terminal.identity.Logins;
import dev.gastown.terminal.identity.OneTimeLogin;
import dev.gastown.terminal.identity.OriginPolicy;
import dev.gastown.terminal.identity.PublishedKeys;
import dev.gastown.terminal.identity.RequestIdentity;
import dev.gastown.terminal.identity.UserTokens;
import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AUsedLinkIsAnsweredThoughNoKeysCanBeHadTest {
    private final Vertx vertx = Vertx.vertx();
    private final PublishedKeys issuer = new PublishedKeys(vertx);
    private final TestClock clock = new TestClock();

    @AfterEach
    void close() {
        issuer.close();
        await(vertx.close());
    }

    @Test
    void toWhomTheIssuerCouldVouchFor() {
        issuer.answer(response -> response.setStatusCode(500).end());
        IdentitySettings settings = new IdentitySettings(
                Optional.of("the-session-secret-with-more-than-32-bytes".getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(issuer.url()),
                Optional.empty(),
                Optional.empty());
        RequestIdentity identity = new RequestIdentity(
                new UserTokens(vertx, settings, () -> new IssuerClient(vertx, settings), clock),
                new Logins(Marks.alone(vertx), clock));
        OriginPolicy origins = new OriginPolicy(
                new HttpSettings("127.0.0.1", 0, Optional.empty(), List.of(), List.of(), false, Optional.empty()));
        Router router = Router.router(vertx);
        new OneTimeLoginHandler(new OneTimeLogin("demo"), identity, () -> origins).accept(router);
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        String token = PublishedKeys.rsa("rsa-1", 2048).sign(new JsonObject().put("sub", "alice"));

        RawHttp.Answer answer = RawHttp.send(
                server.actualPort(), "GET /login?token=used HTTP/1.1", "", "Cookie: gastown_session=" + token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("This link was used already");
    }
}
