package dev.gastown.terminal.ticket;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.TicketSettings;
import dev.gastown.terminal.identity.SymmetricTokens;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.identity.UserTokens;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While nodes are restarted one after the other, each believes what the others sign: at every step of a change of keys. */
@ExtendWith(VertxExtension.class)
class KeysChangeWithoutARefusalTest {
    private static final String OLD = "the-key-of-until-now-with-more-than-32-bytes";
    private static final String NEW = "the-key-from-now-on-also-with-more-than-32-bytes";

    /** As README tells it: every node learns the new key, then signs with it, then forgets the old one. */
    private static final List<Keys> STEPS = List.of(
            new Keys(OLD, Optional.empty()),
            new Keys(OLD, Optional.of(NEW)),
            new Keys(NEW, Optional.of(OLD)),
            new Keys(NEW, Optional.empty()));

    private record Keys(String signs, Optional<String> verifies) {}

    @Test
    void ofTickets(Vertx vertx) {
        for (int step = 0; step < STEPS.size() - 1; step++) {
            assertThat(opens(vertx, STEPS.get(step), STEPS.get(step + 1))).isTrue();
            assertThat(opens(vertx, STEPS.get(step + 1), STEPS.get(step))).isTrue();
        }
        assertThat(opens(vertx, STEPS.get(0), STEPS.get(3))).isFalse();
    }

    @Test
    void ofUserTokens(Vertx vertx) {
        for (int step = 0; step < STEPS.size() - 1; step++) {
            assertThat(believes(vertx, STEPS.get(step), STEPS.get(step + 1))).isTrue();
            assertThat(believes(vertx, STEPS.get(step + 1), STEPS.get(step))).isTrue();
        }
        assertThat(believes(vertx, STEPS.get(0), STEPS.get(3))).isFalse();
    }

    private static boolean opens(Vertx vertx, Keys issuer, Keys redeemer) {
        Instant now = Instant.ofEpochSecond(1_800_000_000);
        String jwt = signer(vertx, issuer)
                .sign(new StreamTicket(
                        new User("alice", Optional.empty()),
                        UUID.randomUUID(),
                        "hq-mayor",
                        Access.WRITE,
                        UUID.randomUUID(),
                        now,
                        now.plus(TicketVerticle.TICKET_LIFE)));
        return await(
                signer(vertx, redeemer).verify(jwt, now).map(ticket -> true).otherwise(false));
    }

    private static TicketSigner<StreamTicket> signer(Vertx vertx, Keys keys) {
        return new TicketSigner<>(
                vertx,
                new TicketSettings(
                        bytes(keys.signs()), keys.verifies().map(KeysChangeWithoutARefusalTest::bytes), "gastown"),
                TicketKind.STREAM);
    }

    private static boolean believes(Vertx vertx, Keys issuer, Keys reader) {
        String token = tokens(vertx, issuer).sign("alice", Duration.ofHours(1));
        return await(tokens(vertx, reader).verify(token)).isPresent();
    }

    private static UserTokens tokens(Vertx vertx, Keys keys) {
        return SymmetricTokens.of(
                vertx,
                bytes(keys.signs()),
                keys.verifies().map(KeysChangeWithoutARefusalTest::bytes),
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
