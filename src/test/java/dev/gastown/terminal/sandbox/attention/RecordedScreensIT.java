package dev.gastown.terminal.sandbox.attention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.sandbox.attention.Recording.Mark;
import dev.gastown.terminal.sandbox.tmux.Screen;
import dev.gastown.terminal.sandbox.tmux.ScreenCaptures;
import dev.gastown.terminal.sandbox.tmux.Tmux;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The shipped rules on what real programs print: each recording is replayed into a tmux session of its own. */
class RecordedScreensIT {
    /** Screens said to be waiting that are not, of all that are not. */
    private static final double MOST_FALSE_ALARMS = 0.01;

    private static final Vertx VERTX = Vertx.vertx();
    private static final TestTown TOWN = TestTown.start();
    private static final ScreenCaptures CAPTURES = new ScreenCaptures(VERTX, Tmux.onSocket(Optional.of(TOWN.socket())));
    private static final ScreenRules RULES = new ScreenRules(ShippedAttentionRules.read());

    @AfterAll
    static void close() {
        TOWN.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private record Sample(String where, String expected, Optional<Notice> found, Screen screen) {
        boolean expects(String word) {
            return expected.equals(word);
        }

        boolean says(String word) {
            return found.map(notice -> notice.attention().wireName())
                    .orElse("none")
                    .equals(word);
        }

        @Override
        public String toString() {
            return where + ", expected " + expected + ", found "
                    + found.map(Notice::toString).orElse("none") + ":\n" + ScreenRules.end(screen.text());
        }
    }

    /** A recording being replayed: a session whose program copies a pipe to its terminal. */
    private static final class Replay {
        private final Recording recording;
        private final String session;
        private final OutputStream pipe;
        private int written;

        private Replay(Recording recording, int number) {
            this.recording = recording;
            this.session = "replay-" + number;
            Path fifo = TOWN.root().resolve(session);
            try {
                assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                        .isZero();
                String size = recording.columns() + " " + recording.rows();
                TOWN.tmux(
                        "new-session",
                        "-d",
                        "-s",
                        session,
                        "-x",
                        size.split(" ")[0],
                        "-y",
                        size.split(" ")[1],
                        "stty raw -echo; exec cat '" + fifo + "'");
                pipe = Files.newOutputStream(fifo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted", e);
            }
        }

        /** Writes up to a mark, and then a title by which one sees that tmux has drawn it all. */
        private void writeTo(int mark) {
            int to = recording.whole(recording.marks().get(mark).offset());
            try {
                pipe.write(recording.bytes(), written, to - written);
                pipe.write(("\033]2;" + title(mark) + "\033\\").getBytes(StandardCharsets.US_ASCII));
                pipe.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written = to;
        }

        private String title(int mark) {
            return session + "-at-" + mark;
        }
    }

    @Test
    void noQuestionIsMissedAndHardlyEverOneIsInvented() {
        List<Sample> samples = replayAll();
        long asked =
                samples.stream().filter(sample -> sample.expects("waiting")).count();
        List<Sample> missed = samples.stream()
                .filter(sample -> sample.expects("waiting") && !sample.says("waiting"))
                .toList();
        List<Sample> invented = samples.stream()
                .filter(sample -> !sample.expects("waiting") && sample.says("waiting"))
                .toList();
        List<Sample> wrong = samples.stream()
                .filter(sample -> !sample.says(sample.expected()))
                .toList();
        System.out.printf(
                "Attention on %d recorded screens: %d of %d questions missed, %d false alarms on %d other screens"
                        + " (%.2f %%), %d screens of work look like rest%n",
                samples.size(),
                missed.size(),
                asked,
                invented.size(),
                samples.size() - asked,
                100.0 * invented.size() / (samples.size() - asked),
                wrong.size());
        assertThat(asked).isPositive();
        assertThat(missed).isEmpty();
        assertThat((double) invented.size() / (samples.size() - asked))
                .as("%s", invented)
                .isLessThanOrEqualTo(MOST_FALSE_ALARMS);
        // While Codex streams an answer its screen shows no sign of work: it is one's standing still that tells (see
        // SessionAttentionTest), so rest is told only of a screen that stands.
        assertThat(wrong)
                .allMatch(sample ->
                        sample.where().startsWith("codex") && sample.expects("working") && sample.says("done"));
    }

    /** All recordings side by side, mark by mark, so that a step is one capture. */
    private static List<Sample> replayAll() {
        List<Replay> replays = new ArrayList<>();
        for (Recording recording : Recording.all()) {
            replays.add(new Replay(recording, replays.size()));
        }
        List<Sample> samples = new ArrayList<>();
        List<Replay> running = replays;
        for (int step = 0; !running.isEmpty(); step++) {
            int mark = step;
            running = running.stream()
                    .filter(replay -> mark < replay.recording.marks().size())
                    .toList();
            running.forEach(replay -> replay.writeTo(mark));
            List<Replay> now = running;
            TestTown.await("step " + mark + " to be drawn", () -> {
                List<String> titles = TOWN.tmux("list-panes", "-a", "-F", "#{pane_title}")
                        .lines()
                        .toList();
                return now.stream().allMatch(replay -> titles.contains(replay.title(mark)));
            });
            Map<String, Screen> screens =
                    capture(now.stream().map(replay -> replay.session).toList());
            now.forEach(replay -> samples.add(sample(replay.recording, mark, screens.get(replay.session))));
        }
        return samples;
    }

    private static Sample sample(Recording recording, int number, Screen screen) {
        Mark mark = recording.marks().get(number);
        String where = recording.name() + ", mark " + number + " (" + mark.note() + ")";
        return new Sample(where, mark.expected(), RULES.read(screen.text()), screen);
    }

    private static Map<String, Screen> capture(List<String> sessions) {
        return sessions.isEmpty()
                ? new HashMap<>()
                : CAPTURES.capture(sessions)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }
}
