package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReadersBeginAgainTest {
    /** Numbers the sandbox may be ahead of a quick reader: fewer bytes than make one fall behind. */
    private static final int QUICK_ONES_LEAD = 500;

    private final SharedRelay relay = new SharedRelay();

    @AfterEach
    void stop() {
        relay.close();
    }

    /** Waits until a sandbox is not read any more; the number it got to. */
    private static int standsStill(CountingSandbox session) {
        long stands = System.nanoTime();
        int last = session.last();
        while (System.nanoTime() - stands < TimeUnit.MILLISECONDS.toNanos(300)) {
            if (session.last() != last) {
                last = session.last();
                stands = System.nanoTime();
            }
            Thread.onSpinWait();
        }
        return last;
    }

    @Test
    void aSlowOneIsCutOffAndBeginsAgainWhileTheOthersGoOn() {
        WireBrowser slow = relay.slowReader();
        try (CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true);
                WireBrowser quick = relay.reader()) {
            Follower quickOne = new Follower(quick);
            session.goesTo(() -> quickOne.number + QUICK_ONES_LEAD);
            while (relay.reseeds() == 0) {
                assertThat(quickOne.step()).isTrue();
            }
            quickOne.until(quickOne.number + 20_000);
            assertThat(quickOne.snapshots).isEqualTo(1);

            int end = session.stops();
            Follower slowOne = new Follower(slow);
            slowOne.until(end);
            quickOne.until(end);
            assertThat(slowOne.snapshots).isGreaterThan(1);
            assertThat(quickOne.snapshots).isEqualTo(1);
        } finally {
            slow.close();
        }
    }

    @Test
    void theOnlyOneSlowsTheSandboxDownInstead() {
        WireBrowser only = relay.slowReader();
        try (CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true)) {
            int last = standsStill(session);
            Follower follower = new Follower(only);
            follower.until(last + 10_000);
            assertThat(follower.snapshots).isEqualTo(1);
            assertThat(relay.reseeds()).isZero();
        } finally {
            only.close();
        }
    }

    @Test
    void aSandboxThatTellsOnAndOnFillsNoMemory() {
        WireBrowser slow = relay.slowReader();
        WireSandbox.Viewing session = relay.sandbox.open();
        SharedRelay.begin(session, "one", slow);
        try (WireBrowser quick = relay.second(session, "one")) {
            // Fragments that are together longer than anything the gateway would keep, and look like a message at the
            // end.
            List<Frame> message = new ArrayList<>(List.of(new Frame(false, Frame.TEXT, new byte[0])));
            Frame more = new Frame(false, Frame.CONTINUATION, "y".repeat(1_000).getBytes());
            message.addAll(Collections.nCopies(500, more));
            message.add(new Frame(true, Frame.CONTINUATION, "{\"type\":\"snapshot\"}".getBytes()));
            Frame[] frames = message.toArray(Frame[]::new);
            for (int i = 0; i < 100; i++) {
                session.send(frames);
                SharedRelay.sees(quick, frames);
            }
            RelayFixture.eventually(() -> relay.reseeds() == 1);
        } finally {
            slow.close();
        }
    }

    /** Reads what a slow one was sent, until the sandbox is asked for a snapshot on its behalf. */
    private static int readsUntilAsked(WireBrowser slow, WireSandbox.Viewing session) throws Exception {
        CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(() -> SharedRelay.ask(session));
        while (!asked.isDone()) {
            if (slow.in.available() > 0) {
                slow.receiveAndAnswer();
            } else {
                Thread.onSpinWait();
            }
        }
        return asked.get();
    }

    private static void seesInTheEnd(WireBrowser browser, Frame... frames) {
        Frame frame = browser.receive();
        while (!frame.equals(frames[0])) {
            frame = browser.receive();
        }
        for (int i = 1; i < frames.length; i++) {
            assertThat(browser.receive()).isEqualTo(frames[i]);
        }
    }

    @Test
    void anAnsweredQuestionEndsNobodyWhoAskedAgain() throws Exception {
        try (WireBrowser slow = relay.slowReader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            SharedRelay.begin(session, "one", slow);
            WireBrowser quick = relay.second(session, "one");
            SharedRelay.floodUntil(() -> relay.reseeds() == 1, session, quick);
            int question = readsUntilAsked(slow, session);
            long firstIsOld = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SharedRelay.ANSWER_MILLIS);
            SharedRelay.answer(session, question, "two");
            seesInTheEnd(slow, Frame.binary("two".getBytes()), SharedRelay.LIVE);

            SharedRelay.floodUntil(() -> relay.reseeds() == 2, session, quick);
            int next = readsUntilAsked(slow, session);
            long secondIsOld = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SharedRelay.ANSWER_MILLIS);
            // After the first question's time is over, and before the second one's is.
            while (System.nanoTime() < (firstIsOld + secondIsOld) / 2) {
                Thread.onSpinWait();
            }
            SharedRelay.answer(session, next, "three");
            seesInTheEnd(slow, Frame.binary("three".getBytes()), SharedRelay.LIVE);
        }
    }

    @Test
    void whoComesWhileTheOnlyOneStandsStillIsNotKeptWaiting() {
        WireBrowser only = relay.slowReader();
        try (CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true)) {
            standsStill(session);
            Follower second = new Follower(relay.reader());
            second.until(1);
            assertThat(relay.sandbox.hasNoFurtherConnection()).isTrue();
        } finally {
            only.close();
        }
    }

    @Test
    void whoIsCutOffIsSentWholeMessages() {
        Frame begins = new Frame(false, Frame.BINARY, new byte[7_000]);
        Frame ends = new Frame(true, Frame.CONTINUATION, new byte[9_000]);
        try (WireBrowser slow = relay.slowReader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            SharedRelay.begin(session, "one", slow);
            WireBrowser quick = relay.second(session, "one");
            session.send(begins);
            SharedRelay.sees(quick, begins);
            while (relay.reseeds() == 0) {
                // One read ends within a message, most often.
                session.send(ends, begins);
                SharedRelay.sees(quick, ends, begins);
            }
            session.send(ends);
            SharedRelay.sees(quick, ends);
            CompletableFuture.runAsync(() -> SharedRelay.answer(session, SharedRelay.ask(session), "two"));
            boolean inMessage = false;
            for (Frame frame = slow.receive(); !frame.equals(SharedRelay.SNAPSHOT); frame = slow.receive()) {
                assertThat(frame).isEqualTo(inMessage ? ends : begins);
                inMessage = !frame.fin();
            }
            assertThat(inMessage).isFalse();
        }
    }

    @Test
    void whoIsBehindWhenTheProgramEndsSeesItsLastScreen() {
        try (WireBrowser slow = relay.slowReader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            SharedRelay.begin(session, "one", slow);
            WireBrowser quick = relay.second(session, "one");
            SharedRelay.floodUntil(() -> relay.reseeds() == 1, session, quick);
            Frame screen = Frame.binary("the end".getBytes());
            Frame exit = Frame.text("{\"type\":\"exit\",\"status\":3}");
            session.send(
                    Frame.text("{\"type\":\"snapshot\",\"ask\":1,\"last\":true}"),
                    screen,
                    SharedRelay.LIVE,
                    exit,
                    Frame.close(1000, ""));
            SharedRelay.sees(quick, exit);
            seesInTheEnd(slow, SharedRelay.SNAPSHOT, screen, SharedRelay.LIVE, exit);
            assertThat(slow.receiveClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void mostThatTakeNothingDoNotHoldUpTheRest() {
        List<WireBrowser> slowOnes = new ArrayList<>(List.of(relay.slowReader()));
        try (CountingSandbox session = new CountingSandbox(relay.sandbox.open(), true)) {
            slowOnes.add(relay.slowReader());
            slowOnes.add(relay.slowReader());
            Follower quickOne = new Follower(relay.reader());
            session.goesTo(() -> quickOne.number + QUICK_ONES_LEAD);
            while (relay.reseeds() < slowOnes.size()) {
                assertThat(quickOne.step()).isTrue();
            }
            quickOne.until(quickOne.number + 20_000);
            int end = session.stops();
            for (WireBrowser slow : slowOnes) {
                new Follower(slow).until(end);
            }
        } finally {
            slowOnes.forEach(WireBrowser::close);
        }
    }

    @Test
    void aQuestionWithoutAnAnswerDoesNotKeepTheNextOneBack() {
        try (WireBrowser first = relay.reader();
                WireSandbox.Viewing session = relay.sandbox.open()) {
            SharedRelay.begin(session, "one", first);
            try (WireBrowser second = relay.reader();
                    WireSandbox.Viewing itsOwn = relay.sandbox.open()) {
                SharedRelay.begin(itsOwn, "two", second);
                assertThat(SharedRelay.ask(session)).isEqualTo(1);
                try (WireBrowser third = relay.reader()) {
                    SharedRelay.answer(session, SharedRelay.ask(session), "three");
                    SharedRelay.sees(
                            third,
                            SharedRelay.HELLO,
                            SharedRelay.SNAPSHOT,
                            Frame.binary("three".getBytes()),
                            SharedRelay.LIVE);
                }
            }
        }
    }
}
