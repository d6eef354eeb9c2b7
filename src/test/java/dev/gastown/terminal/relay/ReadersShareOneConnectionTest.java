package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.config.RelayMode;
import dev.gastown.terminal.session.SandboxApi;
import dev.gastown.terminal.ticket.Access;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersShareOneConnectionTest {
    private static final String V2 = "Sec-WebSocket-Protocol: " + SandboxApi.TERMINAL_V2;
    private static final Frame HELLO =
            Frame.text("{\"type\":\"hello\",\"session\":\"hq-mayor\",\"cols\":80,\"rows\":24}");
    private static final Frame SNAPSHOT = Frame.text("{\"type\":\"snapshot\"}");
    private static final Frame LIVE = Frame.text("{\"type\":\"live\"}");
    private static final int INSTANCES = 3;
    private static final int CONNECT_MILLIS = 1_500;

    /** Numbers the sandbox may be ahead of a quick reader: fewer bytes than make one fall behind. */
    private static final int QUICK_ONES_LEAD = 500;

    private final WireSandbox sandbox = new WireSandbox();
    private final RelayFixture gateway = new RelayFixture(
            sandbox,
            RelayMode.FAST,
            RelayFixture.limits(limits ->
                    limits.put("upstreamConnectMillis", CONNECT_MILLIS).put("socketsPerUser", 0)),
            INSTANCES);

    @AfterEach
    void stop() {
        sandbox.close();
        gateway.close();
    }

    private WireBrowser reader() {
        return gateway.browser(Access.READ, V2);
    }

    private static void begin(WireSandbox.Viewing session, String screen, WireBrowser browser) {
        Frame[] frames = {HELLO, SNAPSHOT, Frame.binary(screen.getBytes()), LIVE};
        session.send(frames);
        sees(browser, frames);
    }

    private static void sees(WireBrowser browser, Frame... frames) {
        for (Frame frame : frames) {
            assertThat(browser.receive()).isEqualTo(frame);
        }
    }

    private static int ask(WireSandbox.Viewing session) {
        Frame question = session.receive();
        JsonObject message = new JsonObject(question.utf8());
        assertThat(message.getString("type")).isEqualTo("snapshot");
        return message.getInteger("ask");
    }

    /** A viewer that came second; its snapshot shows what is given. */
    private WireBrowser second(WireSandbox.Viewing session, String screen) {
        WireBrowser browser = reader();
        int ask = ask(session);
        session.send(Frame.text("{\"type\":\"snapshot\",\"ask\":" + ask + "}"), Frame.binary(screen.getBytes()), LIVE);
        sees(browser, HELLO, SNAPSHOT, Frame.binary(screen.getBytes()), LIVE);
        return browser;
    }

    @Test
    void andTheFirstIsGivenEveryFrameAsItCame() {
        try (WireBrowser browser = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            Frame[] frames = {
                Frame.binary((byte) 1),
                HELLO,
                Frame.text("no JSON at all"),
                Frame.text("[1, 2]"),
                Frame.text("{\"type\":7}"),
                new Frame(false, Frame.TEXT, "{\"type\":".getBytes()),
                new Frame(false, Frame.CONTINUATION, new byte[0]),
                new Frame(true, Frame.CONTINUATION, "\"size\",\"cols\":1,\"rows\":2}".getBytes()),
                SNAPSHOT,
                new Frame(false, Frame.BINARY, new byte[70_000]),
                new Frame(true, Frame.CONTINUATION, new byte[300]),
                LIVE,
                Frame.text("x".repeat(10_000)),
            };
            session.send(frames);
            sees(browser, frames);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void theNextBeginsWithASnapshotThatTheOthersDoNotSee() {
        try (WireBrowser first = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            begin(session, "one", first);
            session.send(Frame.binary("a".getBytes()));
            try (WireBrowser second = second(session, "one a")) {
                session.send(Frame.binary("b".getBytes()));
                sees(first, Frame.binary("a".getBytes()), Frame.binary("b".getBytes()));
                sees(second, Frame.binary("b".getBytes()));
            }
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void theNextIsGreetedWithTheSizeOfNow() {
        try (WireBrowser first = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            begin(session, "one", first);
            session.send(Frame.text("{\"type\":\"size\",\"cols\":120,\"rows\":40}"));
            try (WireBrowser second = reader()) {
                session.send(Frame.text("{\"type\":\"snapshot\",\"ask\":" + ask(session) + "}"), LIVE);
                JsonObject hello = new JsonObject(second.receive().utf8());
                assertThat(hello.getInteger("cols")).isEqualTo(120);
                assertThat(hello.getInteger("rows")).isEqualTo(40);
                assertThat(hello.getString("session")).isEqualTo("hq-mayor");
            }
        }
    }

    @Test
    void everybodyTakesASnapshotThatMayFollowAGap() {
        try (WireBrowser first = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            begin(session, "one", first);
            try (WireBrowser second = reader()) {
                ask(session);
                session.send(SNAPSHOT, Frame.binary("two".getBytes()), LIVE);
                sees(second, HELLO, SNAPSHOT, Frame.binary("two".getBytes()), LIVE);
                sees(first, SNAPSHOT, Frame.binary("two".getBytes()), LIVE);
            }
        }
    }

    @Test
    void theLastOneToLeaveClosesItAndTheNextOpensAnother() {
        WireBrowser first = reader();
        WireSandbox.Viewing session = sandbox.open();
        begin(session, "one", first);
        WireBrowser second = second(session, "two");
        first.send(Frame.close(1000, ""));
        assertThat(first.receiveClose().closeCode()).isEqualTo(1000);
        session.send(Frame.binary("still here".getBytes()));
        sees(second, Frame.binary("still here".getBytes()));
        second.cut();
        assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        try (WireBrowser third = reader()) {
            begin(sandbox.open(), "three", third);
        }
    }

    @Test
    void allAreToldHowItEnded() {
        WireBrowser first = reader();
        WireSandbox.Viewing session = sandbox.open();
        begin(session, "one", first);
        WireBrowser second = second(session, "two");
        session.send(Frame.text("{\"type\":\"exit\",\"status\":3}"), Frame.close(4321, "because"));
        for (WireBrowser browser : List.of(first, second)) {
            Frame frame = browser.receive();
            while (!frame.utf8().contains("exit")) {
                frame = browser.receive();
            }
            Frame close = browser.receiveClose();
            assertThat(close.closeCode()).isEqualTo(4321);
            assertThat(close.closeReason()).isEqualTo("because");
        }
        assertThat(session.receiveClose().closeCode()).isEqualTo(4321);
    }

    @Test
    void allWhoWaitedAreToldThatThereIsNoSession() {
        WireBrowser first = reader();
        WireBrowser second = reader();
        WireSandbox.Viewing request = sandbox.accept();
        request.sendHead("HTTP/1.1 404 Not Found", "Content-Length: 0");
        assertThat(first.receiveClose().closeCode()).isEqualTo(4404);
        assertThat(second.receiveClose().closeCode()).isEqualTo(4404);
    }

    @Test
    void whoMayNoLongerWatchLeavesAlone() {
        try (WireBrowser first = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            begin(session, "one", first);
            gateway.towns.remove(RelayFixture.TOWN);
            assertThat(first.receiveClose().closeCode()).isEqualTo(4403);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", V2})
    void writersAndThePlainFormHaveOneEach(String protocol) {
        String[] headers = protocol.isEmpty() ? new String[0] : new String[] {protocol};
        Access access = protocol.isEmpty() ? Access.READ : Access.WRITE;
        try (WireBrowser first = gateway.browser(access, headers);
                WireSandbox.Viewing one = sandbox.open();
                WireBrowser second = gateway.browser(access, headers);
                WireSandbox.Viewing two = sandbox.open()) {
            one.send(Frame.text("one"));
            two.send(Frame.text("two"));
            sees(first, Frame.text("one"));
            sees(second, Frame.text("two"));
        }
    }

    @Test
    void notWhereTheSandboxNeverSaidHello() {
        try (WireBrowser first = reader();
                WireSandbox.Viewing one = sandbox.open()) {
            one.send(Frame.text("one"));
            sees(first, Frame.text("one"));
            try (WireBrowser second = reader();
                    WireSandbox.Viewing two = sandbox.open()) {
                two.send(Frame.text("two"));
                sees(second, Frame.text("two"));
                one.send(Frame.text("more"));
                sees(first, Frame.text("more"));
            }
        }
    }

    @Test
    void notWhereTheSandboxGivesNoSnapshot() {
        try (WireBrowser first = reader();
                WireSandbox.Viewing one = sandbox.open()) {
            begin(one, "one", first);
            try (WireBrowser second = reader();
                    WireSandbox.Viewing two = sandbox.open()) {
                begin(two, "two", second);
                one.send(Frame.binary("more".getBytes()));
                sees(first, Frame.binary("more".getBytes()));
            }
        }
    }

    @Test
    void nothingAReaderSaysReachesIt() {
        try (WireBrowser first = reader()) {
            WireSandbox.Viewing session = sandbox.open();
            begin(session, "one", first);
            first.send(Frame.text("{\"type\":\"snapshot\"}"), Frame.binary("rm -rf".getBytes()), Frame.ping("here"));
            assertThat(first.receiveAny().opcode()).isIn(Frame.TEXT, Frame.BINARY, Frame.PONG);
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.dropped.frames") == 2);
            WireBrowser second = reader();
            assertThat(ask(session)).isEqualTo(1);
            second.close();
        }
    }

    @Test
    void aSandboxThatTellsOnAndOnFillsNoMemory() {
        WireBrowser slow =
                WireBrowser.connect(gateway.port(), 1 << 14).upgrade("?ticket=" + gateway.tickets.add(Access.READ), V2);
        WireSandbox.Viewing session = sandbox.open();
        begin(session, "one", slow);
        try (WireBrowser quick = second(session, "one")) {
            // Fragments that are together longer than anything the gateway would keep, and look like a message at the
            // end.
            List<Frame> message = new ArrayList<>(List.of(new Frame(false, Frame.TEXT, new byte[0])));
            Frame more = new Frame(false, Frame.CONTINUATION, "y".repeat(1_000).getBytes());
            message.addAll(Collections.nCopies(500, more));
            message.add(new Frame(true, Frame.CONTINUATION, "{\"type\":\"snapshot\"}".getBytes()));
            Frame[] frames = message.toArray(Frame[]::new);
            for (int i = 0; i < 100; i++) {
                session.send(frames);
                sees(quick, frames);
            }
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.reseeds") == 1);
        } finally {
            slow.close();
        }
    }

    /** Reads numbers from a snapshot on; each must follow the one before it, whatever snapshots come between. */
    private static final class Follower {
        private final WireBrowser browser;
        private volatile int number;
        private int snapshots;
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
            if (frame.equals(SNAPSHOT)) {
                inSnapshot = true;
                snapshots++;
            } else if (frame.equals(LIVE)) {
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverComesAndGoesMissesNothingAndSeesNothingTwice(boolean repeatsAsks) throws Exception {
        Random random = new Random(3);
        ExecutorService viewers = Executors.newFixedThreadPool(8);
        WireBrowser stays = reader();
        try (CountingSandbox session = new CountingSandbox(sandbox.open(), repeatsAsks)) {
            Follower follower = new Follower(stays);
            List<Future<Integer>> visits = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int frames = 1 + random.nextInt(3_000);
                boolean cuts = random.nextBoolean();
                Callable<Integer> visit = () -> {
                    WireBrowser browser = reader();
                    Follower visitor = new Follower(browser);
                    visitor.until(1);
                    visitor.until(visitor.number + frames);
                    if (cuts) {
                        browser.cut();
                    } else {
                        browser.close();
                    }
                    return visitor.snapshots;
                };
                visits.add(viewers.submit(visit));
            }
            while (!visits.stream().allMatch(Future::isDone)) {
                follower.step();
            }
            for (Future<Integer> visit : visits) {
                assertThat(visit.get()).isPositive();
            }
            assertThat(session.snapshots()).isPositive();
            if (repeatsAsks) {
                // Not one for each of the sixty: only when it fell behind itself.
                assertThat(follower.snapshots).isLessThanOrEqualTo(1 + (int) gateway.metric("gastown.relay.reseeds"));
            }
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        } finally {
            viewers.shutdownNow();
            assertThat(viewers.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            stays.close();
        }
    }

    @Test
    void aSlowOneIsCutOffAndBeginsAgainWhileTheOthersGoOn() {
        WireBrowser slow =
                WireBrowser.connect(gateway.port(), 1 << 14).upgrade("?ticket=" + gateway.tickets.add(Access.READ), V2);
        try (CountingSandbox session = new CountingSandbox(sandbox.open(), true);
                WireBrowser quick = reader()) {
            Follower quickOne = new Follower(quick);
            session.goesTo(() -> quickOne.number + QUICK_ONES_LEAD);
            while (gateway.metric("gastown.relay.reseeds") == 0) {
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
    void theOnlyOneSlowsTheSandboxDownInstead() throws Exception {
        WireBrowser only =
                WireBrowser.connect(gateway.port(), 1 << 14).upgrade("?ticket=" + gateway.tickets.add(Access.READ), V2);
        try (CountingSandbox session = new CountingSandbox(sandbox.open(), true)) {
            long stands = System.nanoTime();
            int last = session.last();
            while (System.nanoTime() - stands < TimeUnit.MILLISECONDS.toNanos(300)) {
                if (session.last() != last) {
                    last = session.last();
                    stands = System.nanoTime();
                }
                Thread.onSpinWait();
            }
            Follower follower = new Follower(only);
            follower.until(last + 10_000);
            assertThat(follower.snapshots).isEqualTo(1);
            assertThat(gateway.metric("gastown.relay.reseeds")).isZero();
        } finally {
            only.close();
        }
    }
}
