package dev.gastown.terminal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.TestTown;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputIT {
    private final SandboxFixture sandbox = new SandboxFixture();

    @AfterEach
    void close() {
        sandbox.close();
    }

    /** A program that writes every byte it reads to a file. */
    private Path recorder(String session) {
        Path typed = sandbox.town.root().resolve("typed");
        sandbox.town.session(session, "stty raw -echo; printf ready; exec cat > '" + typed + "'");
        sandbox.town.awaitScreen(session, "ready");
        return typed;
    }

    private static Buffer read(Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitTyped(Path file, Buffer expected) {
        TestTown.await("all bytes to be typed", () -> read(file).length() >= expected.length());
        assertThat(read(file)).isEqualTo(expected);
    }

    @Test
    void everyByteIsTypedAsItIs() {
        Path typed = recorder("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        Buffer all = Buffer.buffer("-l -- Enter C-c 'q\"; kill-server\n{#{x}} 日本語 🚀\r");
        for (int b = 0; b < 256; b++) {
            all.appendByte((byte) b);
        }
        SandboxFixture.await(viewer.socket().writeBinaryMessage(all));
        awaitTyped(typed, all);
    }

    @Test
    void aLargePasteArrivesWholeAndInOrder() {
        Path typed = recorder("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        byte[] bytes = new byte[700_000];
        new Random(1).nextBytes(bytes);
        Buffer paste = Buffer.buffer(bytes);
        SandboxFixture.await(viewer.socket().writeBinaryMessage(paste));
        SandboxFixture.await(viewer.socket().writeBinaryMessage(Buffer.buffer("and more")));
        awaitTyped(typed, paste.copy().appendString("and more"));
    }

    @Test
    void thePlainFormTypesTextAndThenEnter() {
        Path typed = recorder("hq-mayor");
        TestViewer viewer = sandbox.watchPlain("hq-mayor");
        viewer.say(new JsonObject().put("type", "input").put("data", "-t Enter 'ü; ls"));
        awaitTyped(typed, Buffer.buffer("-t Enter 'ü; ls\r"));
    }

    @Test
    void onlyTheSessionNamedIsTypedInto() {
        sandbox.town.session("hq-mayor-x").session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        viewer.type("hello mayor\r");
        viewer.awaitText("hello mayor\r\nhello mayor");
        assertThat(sandbox.town.screen("hq-mayor-x")).doesNotContain("hello");
    }

    @Test
    void resizesAreClampedAndNonsenseIsIgnored() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        TestViewer other = sandbox.watch("hq-mayor").awaitLive();
        assertThat(size()).isEqualTo("80x24");
        viewer.say("{\"type\":\"resize\",\"cols\":0,\"rows\":40}");
        viewer.say("{\"type\":\"resize\",\"cols\":\"90\",\"rows\":40}");
        viewer.say("not even JSON");
        viewer.say("{\"type\":\"resize\",\"cols\":9000,\"rows\":9000}");
        TestTown.await("the largest size", () -> size().equals("500x300"));
        viewer.say("{\"type\":\"resize\",\"cols\":1,\"rows\":1}");
        TestTown.await("the smallest size", () -> size().equals("2x1"));
        for (TestViewer each : new TestViewer[] {viewer, other}) {
            TestTown.await(
                    "every viewer to hear it",
                    () -> each.last("size")
                            .filter(size -> size.getInteger("cols") == 2 && size.getInteger("rows") == 1)
                            .isPresent());
        }
        assertThat(viewer.count("size")).isEqualTo(2);
    }

    @Test
    void whoeverResizesThePaneEveryViewerHearsIt() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        sandbox.town.tmux("resize-window", "-t", "=hq-mayor:", "-x", "100", "-y", "30");
        TestTown.await(
                "the size",
                () -> viewer.last("size")
                        .filter(size -> size.getInteger("cols") == 100 && size.getInteger("rows") == 30)
                        .isPresent());
    }

    @Test
    void watchingNeverResizesAndTheSizeIsGivenBackWhenTheLastViewerLeaves() {
        sandbox.town.session("hq-mayor");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        assertThat(size()).isEqualTo("80x24");
        viewer.say("{\"type\":\"resize\",\"cols\":100,\"rows\":30}");
        TestTown.await("the size", () -> size().equals("100x30"));
        viewer.close();
        TestTown.await("the control client to leave", () -> sandbox.controlClients() == 0);
        assertThat(sandbox.town.tmux("show-options", "-w", "-v", "-t", "=hq-mayor:", "window-size"))
                .isEmpty();
        assertThat(size()).isEqualTo("100x30");
    }

    @Test
    void oneControlClientServesAllViewersAndLeavesWithTheLast() {
        sandbox.town.session("hq-mayor").session("gt-nux");
        TestViewer first = sandbox.watch("hq-mayor").awaitLive();
        TestViewer second = sandbox.watch("hq-mayor").awaitLive();
        TestViewer plain = sandbox.watchPlain("hq-mayor");
        TestViewer other = sandbox.watch("gt-nux").awaitLive();
        assertThat(sandbox.controlClients()).isEqualTo(2);
        first.close();
        plain.close();
        other.close();
        TestTown.await("the other session's to leave", () -> sandbox.controlClients() == 1);
        second.type("still watched\r");
        second.awaitText("still watched\r\nstill watched");
        second.close();
        TestTown.await("the last to leave", () -> sandbox.controlClients() == 0);
    }

    @Test
    void aViewerMayAskForAFreshSnapshot() {
        sandbox.town.session("hq-mayor", "printf again; exec cat");
        sandbox.town.awaitScreen("hq-mayor", "again");
        TestViewer viewer = sandbox.watch("hq-mayor").awaitLive();
        TestViewer other = sandbox.watch("hq-mayor").awaitLive();
        viewer.say("{\"type\":\"snapshot\"}");
        TestTown.await("a second snapshot", () -> viewer.count("live") == 2);
        assertThat(viewer.terminal().toString()).contains("again");
        assertThat(other.count("snapshot")).isEqualTo(1);
    }

    private String size() {
        return sandbox.town
                .tmux("display-message", "-p", "-t", "=hq-mayor:", "#{pane_width}x#{pane_height}")
                .strip();
    }
}
