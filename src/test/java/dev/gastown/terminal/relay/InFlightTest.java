package dev.gastown.terminal.relay;

import static dev.gastown.terminal.relay.InFlight.FIRST_WINDOW;
import static dev.gastown.terminal.relay.InFlight.LEAST_WINDOW;
import static dev.gastown.terminal.relay.InFlight.MOST_UNANSWERED;
import static dev.gastown.terminal.relay.InFlight.MOST_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final int FRAME = 1_000;

    private final InFlight inFlight = new InFlight();
    private final Deque<ByteBuf> pings = new ArrayDeque<>();
    private long millis;

    private void send(int bytes) {
        for (int left = bytes; left > 0; left -= FRAME) {
            if (inFlight.needsPing(() -> TimeUnit.MILLISECONDS.toNanos(millis))) {
                ping();
            }
            inFlight.sent(Math.min(left, FRAME));
            if (inFlight.needsPingToGoOn()) {
                ping();
            }
        }
    }

    private void ping() {
        pings.add(inFlight.ping(TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    private void answer() {
        inFlight.pong(pings.remove(), TimeUnit.MILLISECONDS.toNanos(millis));
        if (inFlight.needsPingToGoOn()) {
            ping();
        }
    }

    private void answerAll() {
        while (!pings.isEmpty()) {
            answer();
        }
    }

    /** From now on it is known to answer pings, and not to be quick. */
    private void known() {
        send(FIRST_WINDOW / 16 + FRAME);
        millis += 1_000;
        answerAll();
    }

    private int window() {
        int before = 0;
        while (!inFlight.isFull()) {
            send(FRAME);
            before += FRAME;
        }
        return before;
    }

    @Test
    void nothingHoldsUpAViewerThatAnswersNoPing() {
        send(10 * MOST_WINDOW);
        assertThat(inFlight.isFull()).isFalse();
        assertThat(inFlight.exceeds(1, 0)).isFalse();
        assertThat(pings).hasSize(MOST_UNANSWERED);
    }

    @Test
    void littleIsSentToOneThatAnswersNoMore() {
        known();
        send(FIRST_WINDOW - 3 * FRAME);
        assertThat(inFlight.isFull()).isFalse();
        send(3 * FRAME);
        assertThat(inFlight.isFull()).isTrue();
        assertThat(inFlight.exceeds(1, 2 * FRAME)).isFalse();
        send(FRAME);
        assertThat(inFlight.exceeds(1, 0)).isTrue();
    }

    @Test
    void halfTheWindowComesBeforeMoreIsSent() {
        known();
        send(FIRST_WINDOW);
        millis += 1_000;
        int answered = 0;
        while (inFlight.isFull()) {
            answer();
            answered++;
        }
        assertThat(answered * inFlight.pieceBytes()).isBetween(FIRST_WINDOW / 4, FIRST_WINDOW * 3 / 4);
    }

    @Test
    void theWindowGrowsWithAQuickViewerThatItHoldsUp() {
        known();
        for (int i = 0; i < 20; i++) {
            window();
            answerAll();
        }
        // All of it has come.
        ping();
        answerAll();
        assertThat(window()).isBetween(MOST_WINDOW - MOST_WINDOW / 8, MOST_WINDOW + FRAME);
    }

    @Test
    void itDoesNotGrowForAViewerThatItHoldsNotUp() {
        for (int i = 0; i < 1_000; i++) {
            millis += 200;
            send(FIRST_WINDOW / 4);
            answerAll();
        }
        assertThat(window()).isLessThanOrEqualTo(FIRST_WINDOW);
    }

    @Test
    void itShrinksWhileWhatIsInItComesLateAndGrowsAgain() {
        known();
        for (int i = 0; i < 10; i++) {
            window();
            millis += 3_000;
            answerAll();
        }
        assertThat(window()).isBetween(LEAST_WINDOW - LEAST_WINDOW / 8, LEAST_WINDOW);
        answerAll();
        assertThat(window()).isGreaterThan(LEAST_WINDOW);
    }

    @Test
    void aQuickOneIsPingedTenTimesASecondAndGetsWholeRuns() {
        send(FIRST_WINDOW / 8);
        answerAll();
        assertThat(inFlight.pieceBytes()).isEqualTo(Integer.MAX_VALUE);
        int count = 0;
        for (int i = 0; i < 1_000; i++) {
            millis++;
            send(3 * FRAME);
            count += pings.size();
            answerAll();
        }
        // And a few while its window grows.
        assertThat(count).isBetween(9, 14);
    }

    @Test
    void oneThatIsQuickNoMoreIsPingedOften() {
        send(FIRST_WINDOW / 8);
        answerAll();
        millis += 200;
        send(FIRST_WINDOW / 8);
        millis += 1_000;
        answerAll();
        assertThat(inFlight.pieceBytes()).isLessThan(FIRST_WINDOW / 8);
        send(FIRST_WINDOW / 2);
        assertThat(pings.size()).isBetween(6, 8);
    }

    @Test
    void whatWasSentBeforeAChangeChangesItNoMore() {
        known();
        send(FIRST_WINDOW);
        millis += 3_000;
        answerAll();
        assertThat(window()).isBetween(FIRST_WINDOW / 2 - FIRST_WINDOW / 8, FIRST_WINDOW / 2);
    }

    @Test
    void oneFrameOfMoreThanAWindowDoesNotEndIt() {
        known();
        inFlight.sent(1 << 20);
        assertThat(inFlight.needsPingToGoOn()).isTrue();
        ping();
        answerAll();
        assertThat(inFlight.isFull()).isFalse();
    }

    @Test
    void onlyTheLatestPingNeedsAnAnswer() {
        known();
        send(FIRST_WINDOW);
        ByteBuf last = pings.removeLast();
        pings.clear();
        inFlight.pong(last, TimeUnit.MILLISECONDS.toNanos(millis));
        assertThat(inFlight.isFull()).isFalse();
    }

    @Test
    void aPongThatAnswersNoneOfThemChangesNothing() {
        known();
        send(FIRST_WINDOW);
        inFlight.pong(Unpooled.EMPTY_BUFFER, 0);
        inFlight.pong(Unpooled.copyLong(0), 0);
        inFlight.pong(Unpooled.copyLong(Long.MAX_VALUE), 0);
        inFlight.pong(Unpooled.copyLong(-1), 0);
        assertThat(inFlight.isFull()).isTrue();
    }

    @Test
    void aViewerThatAnswersOnlyTheLatestPingGoesOn() {
        known();
        send(FIRST_WINDOW);
        pings.clear();
        assertThat(inFlight.isFull()).isTrue();
        // The next interval's.
        ping();
        answer();
        assertThat(inFlight.isFull()).isFalse();
    }

    @Test
    void pingsOfASilentTimeAreOne() {
        known();
        for (int i = 0; i < 3 * MOST_UNANSWERED; i++) {
            ping();
        }
        answer();
        send(FIRST_WINDOW / 2);
        assertThat(inFlight.isFull()).isFalse();
    }

    @Test
    void aPingThatWentOutBeforeTheBurstLetsNothingGrow() {
        known();
        ping();
        send(FIRST_WINDOW);
        answer();
        assertThat(inFlight.isFull()).isTrue();
        send(FRAME);
        assertThat(inFlight.exceeds(1, 0)).isTrue();
    }
}
