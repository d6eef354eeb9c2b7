package dev.gastown.terminal.sandbox.wall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.sandbox.tmux.Screen;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlowViewersMissScreensTest {
    private final List<String> written = new ArrayList<>();
    private final ArrayDeque<Promise<Void>> onTheirWay = new ArrayDeque<>();
    private final List<String> sessions =
            IntStream.range(0, 16).mapToObj(i -> "gt-" + i).toList();
    private final Wall wall = new Wall(socket(), sessions);
    private final Map<String, SessionFrame> newest = new HashMap<>();

    @Test
    void nothingIsSentTwice() {
        change("a");
        wall.show(newest);
        wall.show(newest);

        assertThat(written).hasSize(16);
    }

    @Test
    void whatIsQueuedStaysBoundedHoweverLongNobodyReads() {
        for (int i = 0; i < 100; i++) {
            change("screen " + i + " ");
            wall.show(newest);
        }
        int frame = newest.get("gt-0").bytes();

        assertThat(written.stream().mapToInt(String::length).sum()).isLessThan(Wall.MOST_QUEUED_BYTES + 2 * frame);
    }

    @Test
    void whoCatchesUpGetsTheNewestOfEverySession() {
        for (int i = 0; i < 100; i++) {
            change("screen " + i + " ");
            wall.show(newest);
        }
        written.clear();
        for (int i = 0; i < 16; i++) {
            onTheirWay.forEach(Promise::complete);
            onTheirWay.clear();
            wall.show(newest);
        }

        Map<String, String> seen = new HashMap<>();
        written.forEach(text -> seen.put(session(text), text));
        assertThat(seen).hasSize(16);
        assertThat(seen.values()).allMatch(text -> text.contains("screen 99 "));
        assertThat(written).hasSize(16);
    }

    @Test
    void whoIsAlwaysLateSeesAllSessionsInTurn() {
        for (int i = 0; i < 40; i++) {
            change("screen " + i + " ");
            wall.show(newest);
            if (!onTheirWay.isEmpty()) {
                onTheirWay.remove().complete();
            }
        }

        assertThat(new HashSet<>(written.stream()
                        .map(SlowViewersMissScreensTest::session)
                        .toList()))
                .hasSize(16);
    }

    @Test
    void aScreenTooBigForAFrameLosesItsColoursAndThenItsText() {
        String coloured = "\033[38;2;1;2;3mx\033[0m".repeat(500);
        SessionFrame plain = SessionFrame.of("gt-0", new Screen(500, 300, Collections.nCopies(300, coloured)));
        assertThat(lines(plain)).hasSize(300).containsOnly("x".repeat(500));

        String monstrous = ("e" + "\u0301".repeat(9)).repeat(500);
        SessionFrame blank = SessionFrame.of("gt-0", new Screen(500, 300, Collections.nCopies(300, monstrous)));
        assertThat(lines(blank)).hasSize(300).containsOnly("");
        assertThat(blank.bytes()).isLessThan(SessionFrame.MOST_BYTES);
    }

    private static List<String> lines(SessionFrame frame) {
        return new JsonObject(frame.text())
                .getJsonArray("lines").stream().map(String.class::cast).toList();
    }

    private static String session(String text) {
        return new JsonObject(text).getString("session");
    }

    private void change(String line) {
        Screen screen = new Screen(200, 50, Collections.nCopies(50, line.repeat(20)));
        sessions.forEach(session -> newest.put(session, SessionFrame.of(session, screen)));
    }

    /** A socket whose network takes nothing until the test says so. */
    private ServerWebSocket socket() {
        return (ServerWebSocket) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ServerWebSocket.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "writeTextMessage" -> {
                            written.add((String) arguments[0]);
                            onTheirWay.add(Promise.promise());
                            return onTheirWay.peekLast().future();
                        }
                        case "isClosed" -> {
                            return false;
                        }
                        default -> {
                            return self;
                        }
                    }
                });
    }
}
