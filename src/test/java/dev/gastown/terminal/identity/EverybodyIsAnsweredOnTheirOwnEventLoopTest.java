package dev.gastown.terminal.identity;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestClock;
import dev.gastown.terminal.config.IdentitySettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One set of keys serves all event loops; requests and responses are confined to theirs. */
class EverybodyIsAnsweredOnTheirOwnEventLoopTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final PublishedKeys issuer = new PublishedKeys(vertx);
    private final TestClock clock = new TestClock();
    private final Context first = loop();
    private final Context second = loop();

    @AfterEach
    void close() {
        issuer.close();
        await(vertx.close());
    }

    @Test
    void alsoWithWhatAnotherEventLoopHasAskedFor() {
        PublishedKeys.Key key = PublishedKeys.rsa("rsa-1", 2048);
        PublishedKeys.Key unknown = PublishedKeys.rsa("rsa-2", 2048);
        issuer.publish(key);
        JwksKeys keys = new JwksKeys(vertx, new IssuerClient(vertx, settings()), issuer.url(), new JWTOptions(), clock);
        JsonObject claims = new JsonObject().put("sub", "alice");

        assertThat(await(isAnsweredOn(first, keys, key.sign(claims)))).isTrue();
        assertThat(await(isAnsweredOn(second, keys, key.sign(claims)))).isTrue();
        // Asked for a moment ago: what came of that is told at once.
        for (Context asking : new Context[] {first, second}) {
            assertThat(await(isAnsweredOn(asking, keys, unknown.sign(claims)))).isTrue();
        }
        assertThat(issuer.asked()).isEqualTo(1);

        issuer.answer(response -> response.setStatusCode(500).end());
        JwksKeys none = new JwksKeys(vertx, new IssuerClient(vertx, settings()), issuer.url(), new JWTOptions(), clock);
        for (Context asking : new Context[] {first, second, first}) {
            assertThat(await(isAnsweredOn(asking, none, key.sign(claims)))).isTrue();
        }
    }

    private Future<Boolean> isAnsweredOn(Context asking, JwksKeys keys, String token) {
        Promise<Boolean> answered = Promise.promise();
        asking.runOnContext(turn -> {
            Thread here = Thread.currentThread();
            keys.verify(token).onComplete(done -> answered.complete(Thread.currentThread() == here));
        });
        return answered.future();
    }

    private Context loop() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    private IdentitySettings settings() {
        return new IdentitySettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(issuer.url()),
                Optional.empty(),
                Optional.empty());
    }
}
