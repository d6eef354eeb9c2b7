package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.ticket.Access;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstancesShareOneNodeTest {
    private static final int INSTANCES = 3;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway = new RelayFixture(
            sandbox, RelayMode.FAST, RelayFixture.limits(limits -> limits.put("socketsPerUser", 6)), INSTANCES);

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void onePortServesAllAndLimitsCountOverAllOfThem() {
        List<WireBrowser> browsers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            browsers.add(gateway.browser(Access.READ));
            sandbox.open().send(Frame.text("hello"));
            assertThat(browsers.get(i).receive()).isEqualTo(Frame.text("hello"));
        }
        assertThat(gateway.browser(Access.READ).receiveClose().closeCode()).isEqualTo(4429);
        assertThat(gateway.open()).isEqualTo(6);
        gateway.towns.remove(RelayFixture.TOWN);
        browsers.forEach(
                browser -> assertThat(browser.receiveClose().closeCode()).isEqualTo(4403));
        RelayFixture.eventually(() -> gateway.open() == 0);
    }

    @Test
    void takingAnInstanceDownTellsBrowsersToComeBackElsewhere() {
        WireBrowser browser = gateway.browser(Access.READ);
        sandbox.open();
        Future<Void> down = gateway.undeploy();
        assertThat(browser.receiveClose().closeCode()).isEqualTo(1001);
        RelayFixture.await(down);
    }
}
