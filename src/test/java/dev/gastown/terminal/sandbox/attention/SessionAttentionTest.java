package dev.gastown.terminal.sandbox.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One session, looked at every five seconds as a watched town is. */
class SessionAttentionTest {
    private static final Notice ASKS = new Notice(Attention.WAITING, "Do you want to proceed?");
    private static final Notice WORKS = new Notice(Attention.WORKING, "works");
    private static final Notice DONE = new Notice(Attention.DONE, "ready");
    private static final List<String> SCREEN = List.of("one", "two", "three");

    private final SessionAttention session = new SessionAttention();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean bell;

    /** The next list: what the screen tells, and how long ago the program printed something. */
    private Optional<Attention> list(Notice onScreen, int secondsStill) {
        return list(onScreen, secondsStill, SCREEN);
    }

    private Optional<Attention> list(Notice onScreen, int secondsStill, List<String> screen) {
        now = now.plusSeconds(5);
        session.listed(new PanePulse("%1", true, null, bell, now.minusSeconds(secondsStill), 80, 24));
        if (session.wantsCapture()) {
            session.captured(now, screen, Optional.ofNullable(onScreen));
        }
        return session.tell(now).map(Notice::attention);
    }

    @Test
    void aQuestionThatStandsIsToldInTheFirstList() {
        assertThat(list(WORKS, 0)).contains(Attention.WORKING);
        assertThat(list(ASKS, 2)).contains(Attention.WAITING);
        assertThat(list(ASKS, 7)).contains(Attention.WAITING);
    }

    @Test
    void aQuestionUnderASpinnerIsToldInTheSecondList() {
        assertThat(list(WORKS, 0)).contains(Attention.WORKING);
        assertThat(list(ASKS, 0)).contains(Attention.WORKING);
        assertThat(list(ASKS, 0)).contains(Attention.WAITING);
    }

    @Test
    void anAgentThatAlternatesIsAtWork() {
        List<Optional<Attention>> told = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            told.add(list(WORKS, 0));
            told.add(list(new Notice(Attention.WAITING, "Run command " + i + "?"), 0));
            told.add(list(DONE, 1));
        }
        assertThat(told).containsOnly(Optional.of(Attention.WORKING));
    }

    @Test
    void aScreenCaughtWhileItIsRedrawnTakesNoBadgeAway() {
        assertThat(list(ASKS, 2)).contains(Attention.WAITING);
        assertThat(list(null, 0)).contains(Attention.WAITING);
        assertThat(list(ASKS, 0)).contains(Attention.WAITING);
        assertThat(list(null, 0)).contains(Attention.WAITING);
        assertThat(list(null, 0)).isEmpty();
    }

    @Test
    void anAnswerTakesTheBadgeAwayAtOnce() {
        assertThat(list(ASKS, 3)).contains(Attention.WAITING);
        assertThat(list(WORKS, 0)).contains(Attention.WORKING);
    }

    @Test
    void signsOfWorkOnAScreenThatStandsStillAreNone() {
        assertThat(list(WORKS, 0)).contains(Attention.WORKING);
        assertThat(list(WORKS, 16)).isEmpty();
    }

    @Test
    void nothingKnownIsNothingTold() {
        assertThat(list(null, 60)).isEmpty();
    }

    @Test
    void aBellIsAQuestionUntilAnotherScreenIsShown() {
        assertThat(list(null, 3)).isEmpty();
        bell = true;
        assertThat(list(null, 2)).contains(Attention.WAITING);
        // A clock in a corner, or an answer being typed, is one line.
        assertThat(list(null, 2, List.of("one", "two", "12:01"))).contains(Attention.WAITING);
        assertThat(list(null, 2, List.of("one", "yes", "and on"))).isEmpty();
        // tmux goes on keeping the bell until somebody attaches.
        assertThat(list(null, 2, List.of("one", "yes", "and on"))).isEmpty();
        bell = false;
        assertThat(list(null, 9)).isEmpty();
        bell = true;
        assertThat(list(null, 2)).contains(Attention.WAITING);
    }

    @Test
    void aBellThatAnswersAKeyIsNoQuestion() {
        list(null, 3);
        session.typed(now);
        session.rang(now.plusMillis(300));
        assertThat(list(null, 4)).isEmpty();
        session.rang(now);
        assertThat(list(null, 4)).contains(Attention.WAITING);
        session.typed(now);
        assertThat(list(null, 4)).isEmpty();
    }

    @Test
    void aProgramThatWorksOnHasNoBell() {
        bell = true;
        assertThat(list(WORKS, 0)).contains(Attention.WORKING);
        assertThat(list(null, 60)).isEmpty();
    }

    @Test
    void theScreenSaysMoreThanTheBell() {
        bell = true;
        assertThat(list(DONE, 2)).contains(Attention.DONE);
    }

    @Test
    void aDeadProgramIsDeadWhateverItsScreenShows() {
        list(ASKS, 3);
        session.listed(new PanePulse("%1", false, 3, true, now, 80, 24));
        assertThat(session.wantsCapture()).isFalse();
        assertThat(session.tell(now)).contains(new Notice(Attention.DEAD, "ended with exit status 3"));
        session.listed(new PanePulse("%1", false, null, false, now, 80, 24));
        assertThat(session.tell(now)).contains(new Notice(Attention.DEAD, ""));
    }

    @Test
    void onlyAScreenThatMayHaveChangedIsCaptured() {
        list(null, 9);
        session.listed(new PanePulse("%1", true, null, false, now.minusSeconds(1), 80, 24));
        assertThat(session.wantsCapture()).isFalse();
        // The second of the capture was not over when it was made.
        session.listed(new PanePulse("%1", true, null, false, now, 80, 24));
        assertThat(session.wantsCapture()).isTrue();
        session.listed(new PanePulse("%1", true, null, false, now.minusSeconds(1), 100, 24));
        assertThat(session.wantsCapture()).isTrue();
    }

    @Test
    void aReasonIsOneShortLineWithoutControlCharacters() {
        Notice notice = new Notice(Attention.WAITING, " a\n\tb\007\033[31m\u202e c " + "🚀".repeat(200));
        assertThat(notice.reason()).startsWith("a b [31m c 🚀").endsWith("🚀…");
        assertThat(notice.reason().codePointCount(0, notice.reason().length())).isEqualTo(120);
    }
}
