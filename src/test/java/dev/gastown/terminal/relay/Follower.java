package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads numbers from a snapshot on; each must follow the one before it, whatever snapshots come between. */
final class Follower {
    private final WireBrowser browser;
    volatile int number;
    int snapshots;
    private boolean inSnapshot;

    Follower(WireBrowser browser) {
        this.browser = browser;
    }

    /** The next frame; false at the end. */
    boolean step() {
        Frame frame = browser.receive();
        if (frame == null || frame.opcode() == Frame.CLOSE) {
            return false;
        }
        if (frame.equals(SharedRelay.SNAPSHOT)) {
            inSnapshot = true;
            snapshots++;
        } else if (frame.equals(SharedRelay.LIVE)) {
            inSnapshot = false;
        } else if (frame.opcode() == Frame.BINARY) {
            int next = CountingSandbox.number(frame);
            if (!inSnapshot) {
                assertThat(next).isEqualTo(number + 1);
            } else {
                assertThat(next).isGreaterThanOrEqualTo(number);
            }
            number = next;
        }
        return true;
    }

    void until(int wanted) {
        while (number < wanted) {
            assertThat(step()).isTrue();
        }
    }
}
