package dev.gastown.terminal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.identity.Jwts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET /?ticket=%s", "Bearer %s", "%s", "{\"jwt\":\"%s\"}"})
    void aTokenIsFoundWhereverItStands(String line) {
        String token = Jwts.user("a secret of at least thirty-two bytes", "alice");

        assertThatThrownBy(() -> Secrets.assertNoneIn("log", "fine\n" + line.formatted(token)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(token);
    }

    @Test
    void aCookieAndWhatWasKeptAreFound() {
        Secrets.keep("  typed by somebody\r");

        assertThatThrownBy(() -> Secrets.assertNoneIn("log", "Cookie: gastown_session=x"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Secrets.assertNoneIn("log", "it was typed by somebody here"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsNoSecretIsNot() {
        Secrets.keep("short");

        Secrets.assertNoneIn("log", "short: a ticket was refused\ngastown_session is the cookie's name");
    }
}
