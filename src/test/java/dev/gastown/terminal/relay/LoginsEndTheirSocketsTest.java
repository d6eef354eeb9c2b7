package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.identity.Login;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class LoginsEndTheirSocketsTest {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;
    private final User phone;
    private final User laptop;

    LoginsEndTheirSocketsTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
        phone = alice("phone", LIFE);
        laptop = alice("laptop", LIFE.multipliedBy(2));
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void atLogoutAndNobodyElses() {
        WireBrowser terminal = open(phone, Access.WRITE);
        WireBrowser reader = open(phone, Access.READ);
        WireBrowser wall = gateway.wall(phone, "gt-nux");
        sandbox.accept().answer101(SandboxApi.WALL_V1);
        WireBrowser other = gateway.browser(laptop, Access.WRITE);
        WireSandbox.Viewing session = sandbox.open();

        RelayFixture.await(gateway.logins.logOut(phone.login().orElseThrow()));

        assertRevoked(terminal, "logged_out", 1);
        assertRevoked(reader, "logged_out", 2);
        assertRevoked(wall, "logged_out", 3);
        session.send(Frame.text("goes on"));
        assertThat(other.receive()).isEqualTo(Frame.text("goes on"));
        other.cut();
    }

    @Test
    void whenItExpires() {
        WireBrowser terminal = open(phone, Access.WRITE);
        WireBrowser other = gateway.browser(laptop, Access.WRITE);
        WireSandbox.Viewing session = sandbox.open();

        gateway.clock.advance(LIFE);

        assertRevoked(terminal, "login_expired", 1);
        session.send(Frame.text("goes on"));
        assertThat(other.receive()).isEqualTo(Frame.text("goes on"));
        other.cut();
    }

    @Test
    void notWhenALaterTokenCarriesTheSameLoginOn() {
        Instant now = gateway.clock.instant();
        User earlier = new User("alice", Optional.of(new Login("a session", now.plus(LIFE), Optional.of("a line"))));
        WireBrowser terminal = gateway.browser(earlier, Access.WRITE);
        WireSandbox.Viewing session = sandbox.open();
        Login later = new Login("a session", now.plus(LIFE.multipliedBy(2)), Optional.of("a line"));

        gateway.logins.saw(later);
        gateway.logins.saw(earlier.login().orElseThrow());
        gateway.clock.advance(LIFE);

        session.send(Frame.text("goes on"));
        assertThat(terminal.receive()).isEqualTo(Frame.text("goes on"));
        RelayFixture.await(gateway.logins.logOut(later));
        assertRevoked(terminal, "logged_out", 1);
    }

    @Test
    void alsoWhenALaterTokenOfItIsForOtherGroups() {
        Instant now = gateway.clock.instant();
        Login earlier = new Login("a session", now.plus(LIFE), Optional.of("in both groups"));
        WireBrowser terminal = open(new User("alice", Optional.of(earlier)), Access.WRITE);

        gateway.logins.saw(new Login("a session", now.plus(LIFE.multipliedBy(2)), Optional.of("in one of them")));
        gateway.clock.advance(LIFE);

        assertRevoked(terminal, "login_expired", 1);
    }

    @Test
    void alsoWhileTheSandboxHasYetToAnswer() {
        WireBrowser browser = gateway.browser(phone, Access.WRITE);
        WireSandbox.Viewing session = sandbox.accept();

        RelayFixture.await(gateway.logins.logOut(phone.login().orElseThrow()));

        assertRevoked(browser, "logged_out", 1);
        session.answer101(null);
        assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
    }

    private void assertRevoked(WireBrowser browser, String reason, int closed) {
        assertThat(browser.receiveClose().closeCode()).isEqualTo(4403);
        browser.cut();
        RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == closed);
        assertThat(gateway.audited("connection_closed"))
                .allSatisfy(event -> assertThat(event.getString("reason")).isEqualTo(reason));
    }

    private WireBrowser open(User user, Access access) {
        WireBrowser browser = gateway.browser(user, access);
        sandbox.open();
        return browser;
    }

    private User alice(String login, Duration life) {
        return new User(
                "alice", Optional.of(new Login(login, gateway.clock.instant().plus(life))));
    }
}
