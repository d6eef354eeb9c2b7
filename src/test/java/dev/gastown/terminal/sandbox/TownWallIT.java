package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TownWallIT {
    /** Every look at the screens starts one tmux: this directory's, which leaves a line for each. */
    @TempDir
    static Path counting;

    private static Path looks;
    private static SandboxFixture sandbox;

    private final List<TestWall> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        looks = Files.createFile(counting.resolve("looks"));
        String tmux = new String(new ProcessBuilder("sh", "-c", "command -v tmux")
                        .start()
                        .getInputStream()
                        .readAllBytes())
                .strip();
        Path program = Files.writeString(
                counting.resolve("tmux"), "#!/bin/sh\necho >>" + looks + "\nexec " + tmux + " \"$@\"\n");
        program.toFile().setExecutable(true);
        sandbox = new SandboxFixture(counting.toString(), Duration.ofMinutes(5));
        sandbox.town.session("hq-mayor").session("gt-nux");
    }

    @AfterEach
    void closeWalls() {
        opened.forEach(TestWall::close);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private TestWall wall(String... sessions) {
        TestWall wall = sandbox.wall(sessions);
        opened.add(wall);
        return wall;
    }

    @Test
    void theFirstScreensComeAtOnceAndThenOnlyWhatChanges() {
        sandbox.town.session("gt-first", "echo ready; exec cat").awaitScreen("gt-first", "ready");
        TestWall wall = wall("gt-first", "hq-mayor").awaitText("gt-first", "ready");
        TestTown.await("the other screen", () -> wall.of("hq-mayor").size() == 1);
        JsonObject screen = wall.last("gt-first").orElseThrow();
        assertThat(screen.fieldNames()).containsExactlyInAnyOrder("type", "session", "cols", "rows", "lines");
        assertThat(screen.getString("type")).isEqualTo("screen");
        assertThat(screen.getInteger("cols")).isEqualTo(80);
        assertThat(screen.getInteger("rows")).isEqualTo(24);
        assertThat(wall.lines("gt-first")).hasSize(24);

        for (String word : List.of("one", "two", "three")) {
            sandbox.town.tmux("send-keys", "-t", "=gt-first:", "-l", word);
            wall.awaitText("gt-first", word);
        }
        assertThat(wall.of("hq-mayor")).hasSize(1);
        sandbox.town.tmux("resize-window", "-t", "=gt-first:", "-x", "50", "-y", "9");
        TestTown.await("the new size", () -> wall.lines("gt-first").size() == 9);
        assertThat(wall.last("gt-first").orElseThrow().getInteger("cols")).isEqualTo(50);
    }

    @Test
    void everyLineStandsForItselfWithItsColoursAndWideCharacters() {
        sandbox.town
                .session(
                        "gt-colours",
                        "printf '\\033[1;38;2;9;8;7mbold\\nstill 日本語 😀 é\\n\\033[0mplain \\033[44mend'; exec cat")
                .awaitScreen("gt-colours", "plain");
        TestWall wall = wall("gt-colours").awaitText("gt-colours", "plain");
        List<String> lines = wall.lines("gt-colours");

        assertThat(lines.get(0)).startsWith("\033[").contains("38;2;9;8;7").endsWith("mbold\033[0m");
        assertThat(lines.get(1)).startsWith("\033[").contains("38;2;9;8;7").endsWith("mstill 日本語 😀 é\033[0m");
        assertThat(lines.get(2)).contains("plain \033[44mend").endsWith("\033[0m");
        assertThat(lines).allMatch(line -> !line.contains("\033") || line.endsWith("\033[0m"));
    }

    @Test
    void aSessionMayComeGoAndComeBack() {
        TestWall wall = wall("gt-later", "hq-mayor").awaitGone("gt-later");
        sandbox.town.session("gt-later", "echo first life; exec cat");
        wall.awaitText("gt-later", "first life");
        sandbox.town.tmux("kill-session", "-t", "=gt-later");
        wall.awaitGone("gt-later");
        sandbox.town.session("gt-later", "echo second life; exec cat");
        wall.awaitText("gt-later", "second life");

        assertThat(wall.of("gt-later").stream()
                        .filter(frame -> frame.getString("type").equals("gone")))
                .hasSize(2);
    }

    @Test
    void aWallOutlivesTheTmuxServer() {
        try (SandboxFixture ending = new SandboxFixture()) {
            ending.town.session("hq-mayor", "echo before; exec cat").session("gt-nux");
            TestWall wall = ending.wall("hq-mayor", "gt-nux").awaitText("hq-mayor", "before");
            ending.town.killServer();
            wall.awaitGone("hq-mayor").awaitGone("gt-nux");
            ending.town.session("hq-mayor", "echo after; exec cat");
            wall.awaitText("hq-mayor", "after");
            assertThat(wall.socket().isClosed()).isFalse();
        }
    }

    @Test
    void manyWallsShareEachLookAndWithoutAWallThereIsNone() {
        sandbox.town.session("gt-busy", "i=0; while :; do i=$((i+1)); echo $i; sleep 0.1; done");
        List<TestWall> walls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            walls.add(wall(i % 2 == 0 ? "gt-busy" : "gt-nux", "hq-mayor"));
        }
        walls.forEach(wall ->
                TestTown.await("its first screen", () -> wall.of("hq-mayor").size() == 1));
        int screensBefore = walls.get(0).of("gt-busy").size();
        long looksBefore = looks();
        TestTown.await("four more screens", () -> walls.get(0).of("gt-busy").size() >= screensBefore + 4);
        long screens = walls.get(0).of("gt-busy").size() - screensBefore;
        assertThat(looks() - looksBefore).isBetween(screens - 1, screens + 2);
        TestTown.await("as many of another", () -> walls.get(18).of("gt-busy").size() > 3);
        assertThat(walls).allMatch(wall -> wall.of("hq-mayor").size() == 1);

        closeWalls();
        sandbox.sessions();
        long after = looks();
        letPass(Duration.ofMillis(1_600));
        assertThat(looks()).isEqualTo(after);
        sandbox.town.tmux("kill-session", "-t", "=gt-busy");
    }

    @Test
    void aViewerThatDoesNotReadDelaysNobodyAndGetsTheNewestInTheEnd() {
        sandbox.town.session("gt-flood", "while :; do head -c 2000 /dev/urandom | base64 -w 79; sleep 0.1; done");
        TestWall slow = wall("gt-flood", "gt-nux");
        TestTown.await("its first screen", () -> slow.of("gt-flood").size() == 1);
        slow.socket().pause();
        TestWall other = wall("gt-flood");
        TestTown.await("six screens of the other", () -> other.of("gt-flood").size() >= 6);
        sandbox.town.tmux("send-keys", "-t", "=gt-nux:", "-l", "the newest");
        wall("gt-nux").awaitText("gt-nux", "the newest");
        slow.socket().resume();
        slow.awaitText("gt-nux", "the newest");
        sandbox.town.tmux("kill-session", "-t", "=gt-flood");
        slow.awaitGone("gt-flood");
    }

    @Test
    void whatComesFromTheGatewayHasNoEffect() {
        sandbox.town.session("gt-quiet", "echo here; exec cat");
        TestWall wall = wall("gt-quiet").awaitText("gt-quiet", "here");
        SandboxFixture.await(wall.socket().writeTextMessage("{\"type\":\"input\",\"data\":\"typed\"}"));
        SandboxFixture.await(wall.socket().writeBinaryMessage(Buffer.buffer("typed")));
        SandboxFixture.await(wall.socket().writeTextMessage("{\"type\":\"resize\",\"cols\":10,\"rows\":5}"));
        var ponged = new java.util.concurrent.CompletableFuture<Buffer>();
        wall.socket().pongHandler(ponged::complete);
        SandboxFixture.await(wall.socket().writePing(Buffer.buffer("there?")));
        assertThat(ponged.orTimeout(20, TimeUnit.SECONDS).join()).hasToString("there?");
        sandbox.town.tmux("send-keys", "-t", "=gt-quiet:", "-l", "by hand");
        wall.awaitText("gt-quiet", "by hand");

        assertThat(String.join("\n", wall.lines("gt-quiet"))).doesNotContain("typed");
        assertThat(wall.last("gt-quiet").orElseThrow().getInteger("cols")).isEqualTo(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?sessions",
                "?sessions=",
                "?sessions=hq-mayor,",
                "?sessions=hq-mayor,hq-mayor",
                "?sessions=hq-mayor&sessions=gt-nux",
                "?sessions=gt-*",
                "?sessions=$0",
                "?sessions=..%2Fx",
                "?session=hq-mayor"
            })
    void whatIsNoListOfNamesIs400(String query) {
        assertThat(sandbox.refusal("/wall" + query, SandboxFixture.KEY, SandboxApi.WALL_V1))
                .isEqualTo(400);
        assertThat(sandbox.get("/wall" + query).body().getString("error")).startsWith("sessions must be 1 to 16");
    }

    @Test
    void sixteenAreAWallAndSeventeenAreNot() {
        String[] names = IntStream.range(0, 16).mapToObj(i -> "gt-" + i).toArray(String[]::new);
        TestWall wall = wall(names);
        for (String name : names) {
            wall.awaitGone(name);
        }
        String more = IntStream.range(0, 17).mapToObj(i -> "gt-" + i).collect(Collectors.joining(","));
        assertThat(sandbox.refusal("/wall?sessions=" + more, SandboxFixture.KEY, SandboxApi.WALL_V1))
                .isEqualTo(400);
    }

    @Test
    void aWallIsAWebSocketOfItsOwnSubprotocol() {
        assertThat(sandbox.get("/wall?sessions=hq-mayor").status()).isEqualTo(426);
        assertThat(sandbox.refusal("/wall?sessions=hq-mayor", SandboxFixture.KEY))
                .isEqualTo(400);
        assertThat(sandbox.refusal("/wall?sessions=hq-mayor", SandboxFixture.KEY, SandboxApi.TERMINAL_V2))
                .isEqualTo(400);
    }

    private static long looks() {
        try {
            return Files.size(looks);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** For what must not happen there is no event to wait for. */
    private static void letPass(Duration time) {
        SandboxFixture.await(sandbox.vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
