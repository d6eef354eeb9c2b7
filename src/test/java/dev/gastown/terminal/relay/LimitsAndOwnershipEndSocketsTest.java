package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ticket.Access;
import dev.gastown.terminal.town.Owners;
import dev.gastown.terminal.town.Permission;
import dev.gastown.terminal.town.Town;
import dev.gastown.terminal.town.TownStatus;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(RelayMode.class)
class LimitsAndOwnershipEndSocketsTest {
    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway;

    LimitsAndOwnershipEndSocketsTest(RelayMode mode) {
        gateway = new RelayFixture(sandbox, mode);
    }

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socketsPerUser", "socketsPerTown", "socketsPerNode"})
    void oneTooManyIs4429AndLeavingMakesRoom(String limit) {
        gateway.limits = RelayFixture.limits(limits -> limits.put(limit, 2));
        WireBrowser first = gateway.browser(Access.READ);
        WireBrowser second = gateway.browser(Access.WRITE);
        sandbox.open();
        sandbox.open();
        WireBrowser third = gateway.browser(Access.READ);
        assertThat(third.receiveClose().closeCode()).isEqualTo(4429);
        assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        assertThat(gateway.open()).isEqualTo(2);
        assertThat(gateway.metric("gastown.limits.reached", "limit", limit)).isEqualTo(1);

        first.send(Frame.close(1000, ""));
        first.seesEnd();
        RelayFixture.eventually(() -> gateway.open() == 1);
        WireBrowser fourth = gateway.browser(Access.READ);
        sandbox.open().send(Frame.text("welcome"));
        assertThat(fourth.receive()).isEqualTo(Frame.text("welcome"));
        second.cut();
        fourth.cut();
        RelayFixture.eventually(() -> gateway.open() == 0);
    }

    @Test
    void zeroSwitchesALimitOff() {
        gateway.limits = RelayFixture.limits(limits ->
                limits.put("socketsPerUser", 0).put("socketsPerTown", 0).put("socketsPerNode", 0));
        List<WireBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            browsers.add(gateway.browser(Access.READ));
            sandbox.open().send(Frame.text("one of many"));
            assertThat(browsers.get(i).receive()).isEqualTo(Frame.text("one of many"));
        }
        assertThat(gateway.open()).isEqualTo(60);
        browsers.forEach(WirePeer::cut);
        RelayFixture.eventually(() -> gateway.open() == 0);
    }

    @Test
    void everyWayToFailGivesItsPlaceBack() {
        gateway.limits = RelayFixture.limits(limits -> limits.put("socketsPerUser", 1));
        for (int i = 0; i < 20; i++) {
            WireBrowser browser = gateway.browser(Access.values()[i % 2]);
            WireSandbox.Viewing session = sandbox.accept();
            switch (i % 4) {
                case 0 -> session.sendHead("HTTP/1.1 404 Not Found", "Content-Length: 0");
                case 1 -> session.close();
                case 2 -> {
                    session.answer101(null);
                    session.cut();
                }
                default -> {
                    session.answer101(null);
                    browser.cut();
                }
            }
            if (i % 4 != 3) {
                browser.receiveClose();
            }
            RelayFixture.eventually(() -> gateway.open() == 0);
        }
        RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 20);
        assertThat(gateway.audited("connection_opened")).hasSize(20);
    }

    @Test
    void losingTheTownEndsOpenSocketsWith4403() {
        WireBrowser alices = gateway.browser(Access.READ);
        WireSandbox.Viewing session = sandbox.open();
        gateway.towns.put(withOwners(Owners.users("alice", "bob")));
        session.send(Frame.text("still hers"));
        assertThat(alices.receive()).isEqualTo(Frame.text("still hers"));
        gateway.towns.put(withOwners(Owners.users("bob")));
        assertThat(alices.receiveClose().closeCode()).isEqualTo(4403);
        assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        alices.cut();
        assertThat(reasonTold()).isEqualTo("town_lost");
    }

    @Test
    void aGroupsMemberIsLetInAndGoesWithTheGroup() {
        User carol = new User("carol", Set.of("engineering"), Optional.empty());
        gateway.towns.put(withOwners(new Owners(Map.of(), Map.of("engineering", Permission.WRITE))));
        WireBrowser carols = gateway.browser(carol, Access.WRITE);
        WireSandbox.Viewing session = sandbox.open();
        carols.send(Frame.text("typed"));
        assertThat(session.receive()).isEqualTo(Frame.text("typed"));
        gateway.towns.put(withOwners(Owners.users("carol")));
        session.send(Frame.text("still hers"));
        assertThat(carols.receive()).isEqualTo(Frame.text("still hers"));
        gateway.towns.put(withOwners(new Owners(Map.of(), Map.of("support", Permission.WRITE))));
        assertThat(carols.receiveClose().closeCode()).isEqualTo(4403);
    }

    @Test
    void whoMayOnlyViewFromNowOnLosesTheMayorsKeyboardAndKeepsWhatSheReads() {
        User carol = new User("carol", Set.of("engineering"), Optional.empty());
        gateway.towns.put(withOwners(new Owners(Map.of(), Map.of("engineering", Permission.WRITE))));
        WireBrowser writes = gateway.browser(carol, Access.WRITE);
        sandbox.open();
        WireBrowser reads = gateway.browser(carol, Access.READ);
        WireSandbox.Viewing read = sandbox.open();

        gateway.towns.put(withOwners(new Owners(Map.of(), Map.of("engineering", Permission.VIEW))));

        assertThat(writes.receiveClose().closeCode()).isEqualTo(4403);
        writes.cut();
        assertThat(reasonTold()).isEqualTo("write_lost");
        read.send(Frame.text("still shown"));
        assertThat(reads.receive()).isEqualTo(Frame.text("still shown"));
        assertThat(gateway.browser(carol, Access.WRITE).answer()).startsWith("HTTP/1.1 403 ");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RUNNING")
    void aTownThatStopsEndsOpenSocketsWith4403(TownStatus status) {
        WireBrowser browser = gateway.browser(Access.READ);
        sandbox.open();
        gateway.towns.put(RelayFixture.town("alice", status, sandbox));
        assertThat(browser.receiveClose().closeCode()).isEqualTo(4403);
        browser.cut();
        assertThat(reasonTold()).isEqualTo(status == TownStatus.DESTROYED ? "town_lost" : "town_not_running");
    }

    @Test
    void aTownThatIsRemovedEndsOpenSocketsWith4403() {
        WireBrowser browser = gateway.browser(Access.READ);
        sandbox.open();
        gateway.towns.remove(RelayFixture.TOWN);
        assertThat(browser.receiveClose().closeCode()).isEqualTo(4403);
    }

    @Test
    void aDirectoryThatIsDownEndsNothing() {
        WireBrowser browser = gateway.browser(Access.READ);
        WireSandbox.Viewing session = sandbox.open();
        gateway.towns.down = true;
        gateway.towns.changed();
        session.send(Frame.text("goes on"));
        assertThat(browser.receive()).isEqualTo(Frame.text("goes on"));
    }

    @Test
    void drainingClosesEverySocketWith1001SpreadOverTheTime() {
        List<WireBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            browsers.add(gateway.browser(Access.READ));
            sandbox.open();
        }
        long begin = System.nanoTime();
        Future<Void> drained = gateway.sockets.drain(Duration.ofSeconds(2));
        browsers.forEach(
                browser -> assertThat(browser.receiveClose().closeCode()).isEqualTo(1001));
        RelayFixture.await(drained);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(5));
        assertThat(gateway.open()).isZero();
    }

    @Test
    void theAuditTellsWhoWatchedWhatForHowLongAndNothingElse() {
        try (WireBrowser browser = gateway.browser(Access.WRITE)) {
            WireSandbox.Viewing session = sandbox.open();
            browser.send(Frame.text("secret"));
            assertThat(session.receive()).isEqualTo(Frame.text("secret"));
            session.send(Frame.text("classified"));
            assertThat(browser.receive()).isEqualTo(Frame.text("classified"));
            browser.send(Frame.close(1000, ""));
            browser.seesEnd();
        }
        RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
        JsonObject closed = gateway.audited("connection_closed").get(0);
        assertThat(closed.getString("userId")).isEqualTo("alice");
        assertThat(closed.getString("townId")).isEqualTo(RelayFixture.TOWN.toString());
        assertThat(closed.getString("sessionName")).isEqualTo("hq-mayor");
        assertThat(closed.getString("access")).isEqualTo("write");
        assertThat(closed.getInteger("code")).isEqualTo(1000);
        assertThat(closed.containsKey("reason")).isFalse();
        assertThat(closed.getLong("bytesToSandbox")).isEqualTo("secret".length());
        assertThat(closed.getLong("bytesToBrowser")).isEqualTo("classified".length());
        assertThat(gateway.audit.toString()).doesNotContain("secret", "classified", RelayFixture.KEY);
        assertThat(gateway.meters.scrape()).doesNotContain("alice", "hq-mayor", RelayFixture.TOWN.toString());
    }

    private String reasonTold() {
        RelayFixture.eventually(() -> gateway.audited("connection_closed").size() == 1);
        return gateway.audited("connection_closed").get(0).getString("reason");
    }

    private Town withOwners(Owners owners) {
        return new Town(
                RelayFixture.TOWN,
                "Springfield",
                owners,
                sandbox.url(),
                Optional.of(RelayFixture.KEY),
                TownStatus.RUNNING);
    }
}
