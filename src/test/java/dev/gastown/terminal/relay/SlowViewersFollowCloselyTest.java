package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowViewersFollowCloselyTest {
    /** There is a ping before the next one. */
    private static final Frame SOME = Frame.binary(new byte[10_000]);

    private static final Frame BIG = Frame.binary(new byte[4 * InFlight.FIRST_WINDOW]);

    private final SharedRelay relay = new SharedRelay();

    SlowViewersFollowCloselyTest() {
        // Kernels and queues would take far more than is to wait for one viewer.
        relay.gateway.limits = RelayFixture.limits(
                limits -> limits.put("writeQueueBytes", 1 << 20).put("socketsPerUser", 0));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static void isKnownToAnswerPings(WireBrowser browser, WireSandbox.Viewing session) {
        SharedRelay.begin(session, "one", browser);
        session.send(SOME, SOME);
        // Answers the ping between them.
        SharedRelay.sees(browser, SOME, SOME);
    }

    @Test
    void littleWaitsForOneThatStandsStillHoweverMuchTheNetworkTakes() {
        try (WireBrowser slow = relay.reader();
                CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true, 100)) {
            Follower slowOne = new Follower(slow);
            slowOne.until(100);
            try (WireBrowser quick = relay.reader()) {
                Follower quickOne = new Follower(quick);
                session.goesTo(() -> quickOne.number + 500);
                quickOne.until(20_000);
                assertThat(relay.reseeds()).isPositive();
                assertThat(quickOne.snapshots).isEqualTo(1);

                int end = session.stops();
                int frames = 0;
                while (slowOne.number < end) {
                    assertThat(slowOne.step()).isTrue();
                    frames++;
                }
                assertThat(frames * CountingSandbox.FRAME_BYTES)
                        .isLessThan((SharedSeat.QUEUES + 1) * InFlight.FIRST_WINDOW);
                assertThat(slowOne.snapshots).isEqualTo(2);
            }
        }
    }

    @Test
    void oneThatAnswersNoPingGetsEverything() {
        try (WireBrowser browser = relay.reader();
                CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true)) {
            session.goesTo(() -> 50_000);
            int number = 0;
            int pings = 0;
            while (number < 50_000) {
                Frame frame = browser.receiveAny();
                pings += frame.opcode() == Frame.PING ? 1 : 0;
                if (frame.opcode() == Frame.BINARY) {
                    number = CountingSandbox.number(frame);
                }
            }
            assertThat(pings).isEqualTo(InFlight.MOST_UNANSWERED);
            assertThat(relay.reseeds()).isZero();
        }
    }

    @Test
    void nothingIsAskedBehindTheCloseFrame() {
        try (WireBrowser browser = relay.reader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            isKnownToAnswerPings(browser, session);
            session.send(SOME, BIG, Frame.close(1000, ""));

            List<Frame> pings = new ArrayList<>();
            Frame frame = browser.receiveAny();
            while (frame.opcode() != Frame.CLOSE) {
                if (frame.opcode() == Frame.PING) {
                    pings.add(frame);
                }
                frame = browser.receiveAny();
            }
            assertThat(pings).isNotEmpty();
            pings.forEach(ping -> browser.send(new Frame(true, Frame.PONG, ping.payload())));
            browser.send(Frame.close(1000, ""));
            assertThat(browser.receiveAny()).isNull();
        }
    }

    @Test
    void itsOwnPingsAreAnsweredHoweverMuchIsOnItsWay() {
        try (WireBrowser browser = relay.reader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            isKnownToAnswerPings(browser, session);
            session.send(SOME, BIG);
            while (!browser.receiveAny().equals(BIG)) {
                // A ping is among them, and stays unanswered.
                continue;
            }
            browser.send(Frame.ping("mine"));
            assertThat(browser.receiveAny())
                    .isEqualTo(new Frame(true, Frame.PONG, Frame.ping("mine").payload()));
        }
    }
}
