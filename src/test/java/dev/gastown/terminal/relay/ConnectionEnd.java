package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.relay.SoakSandbox.Fate;
import java.io.IOException;

/** Every way in which what a browser opened comes to its end; each returns when the browser has seen all of it. */
enum ConnectionEnd {
    BROWSER_CLOSES(Fate.STAYS) {
        @Override
        void after(WireBrowser browser) {
            browser.send(Frame.close(1000, ""));
            browser.seesEnd();
        }
    },
    BROWSER_RESETS(Fate.STAYS) {
        @Override
        void after(WireBrowser browser) {
            browser.cut();
        }
    },
    BROWSER_ENDS_WITHOUT_A_CLOSE_FRAME(Fate.STAYS) {
        @Override
        void after(WireBrowser browser) throws IOException {
            browser.socket.shutdownOutput();
            browser.seesEnd();
        }
    },
    BROWSER_RESETS_IN_A_FLOOD(Fate.FLOODS) {
        @Override
        void after(WireBrowser browser) {
            browser.cut();
        }
    },
    BROWSER_CLOSES_IN_A_FLOOD(Fate.FLOODS) {
        @Override
        void after(WireBrowser browser) {
            browser.send(Frame.close(1000, ""));
            browser.seesEnd();
        }
    },
    /** As a browser whose machine went to sleep: no sign of an end, only no more answers. */
    BROWSER_HANGS(Fate.STAYS) {
        @Override
        void after(WireBrowser browser) {
            browser.seesEnd();
        }
    },
    SANDBOX_CLOSES(Fate.CLOSES),
    SANDBOX_RESETS(Fate.RESETS),
    SANDBOX_BREAKS_WITHIN_A_FRAME(Fate.BREAKS),
    SANDBOX_HANGS(Fate.HANGS),
    SANDBOX_REFUSES(Fate.REFUSES);

    final Fate fate;

    ConnectionEnd(Fate fate) {
        this.fate = fate;
    }

    /** Ends what has shown its first frame; by itself waits for the other side's end. */
    void after(WireBrowser browser) throws IOException {
        browser.receiveClose();
        browser.seesEnd();
    }

    /** Whether it takes the gateway three pings to notice. */
    boolean isSlow() {
        return this == BROWSER_HANGS || this == SANDBOX_HANGS;
    }

    /** Whether the browser is shown anything for sure. */
    private boolean shows() {
        return fate == Fate.STAYS || fate == Fate.FLOODS;
    }

    /** Sees the first frame, where there is one for sure, and the end. */
    void of(WireBrowser browser) throws IOException {
        try (browser) {
            assertThat(browser.status()).isEqualTo(101);
            if (shows()) {
                assertThat(browser.receive().isData()).isTrue();
            }
            after(browser);
        }
    }
}
