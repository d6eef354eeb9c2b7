package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.ticket.Access;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
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
    private final SharedRelay relay = new SharedRelay();
    private final WireSandbox sandbox = relay.sandbox;
    private final RelayFixture gateway = relay.gateway;

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void andTheFirstIsGivenEveryFrameAsItCame() {
        try (WireBrowser browser = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            Frame[] frames = {
                Frame.binary((byte) 1),
                SharedRelay.HELLO,
                Frame.text("no JSON at all"),
                Frame.text("[1, 2]"),
                Frame.text("{\"type\":7}"),
                new Frame(false, Frame.TEXT, "{\"type\":".getBytes()),
                new Frame(false, Frame.CONTINUATION, new byte[0]),
                new Frame(true, Frame.CONTINUATION, "\"size\",\"cols\":1,\"rows\":2}".getBytes()),
                SharedRelay.SNAPSHOT,
                new Frame(false, Frame.BINARY, new byte[70_000]),
                new Frame(true, Frame.CONTINUATION, new byte[300]),
                SharedRelay.LIVE,
                Frame.text("x".repeat(10_000)),
            };
            session.send(frames);
            SharedRelay.sees(browser, frames);
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void whoComesBeforeTheSandboxSaysAnythingHasPartFromTheBeginning() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            try (WireBrowser second = relay.reader()) {
                // After this round the second one has its seat.
                isAnswered(second);
                isAnswered(first);
                SharedRelay.begin(session, "one", first);
                SharedRelay.sees(
                        second,
                        SharedRelay.HELLO,
                        SharedRelay.SNAPSHOT,
                        Frame.binary("one".getBytes()),
                        SharedRelay.LIVE);
                assertThat(sandbox.hasNoFurtherConnection()).isTrue();
            }
        }
    }

    private static void isAnswered(WireBrowser browser) {
        browser.send(Frame.ping("seated"));
        assertThat(browser.receiveAny().opcode()).isEqualTo(Frame.PONG);
    }

    @Test
    void theNextBeginsWithASnapshotThatTheOthersDoNotSee() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            session.send(Frame.binary("a".getBytes()));
            try (WireBrowser second = relay.second(session, "one a")) {
                session.send(Frame.binary("b".getBytes()));
                SharedRelay.sees(first, Frame.binary("a".getBytes()), Frame.binary("b".getBytes()));
                SharedRelay.sees(second, Frame.binary("b".getBytes()));
            }
            assertThat(sandbox.hasNoFurtherConnection()).isTrue();
        }
    }

    @Test
    void andNothingThatAnyOfThemSendsGoesThere() {
        AnyInput input = new AnyInput(RelayFixture.LIMITS.messageBytes());
        List<Frame> frames = input.frames(1_000);
        long data = frames.stream().filter(Frame::isData).count();
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            input.send(first, frames);
            try (WireBrowser second = relay.second(session, "two")) {
                input.send(second, frames);
                input.send(first, frames);
                assertThat(gateway.metric("gastown.relay.dropped.frames"))
                        .as("%s", input)
                        .isEqualTo(3 * data);
                second.send(Frame.close(1000, ""));
                first.send(Frame.close(1000, ""));
                // The question that the second's snapshot answered was the gateway's own.
                assertThat(session.receiveAny().opcode()).as("%s", input).isEqualTo(Frame.CLOSE);
            }
        }
    }

    @Test
    void theNextIsGreetedWithTheSizeOfNow() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            session.send(Frame.text("{\"type\":\"size\",\"cols\":120,\"rows\":40}"));
            try (WireBrowser second = relay.reader()) {
                session.send(
                        Frame.text("{\"type\":\"snapshot\",\"ask\":" + SharedRelay.ask(session) + "}"),
                        SharedRelay.LIVE);
                JsonObject hello = new JsonObject(second.receive().utf8());
                assertThat(hello.getInteger("cols")).isEqualTo(120);
                assertThat(hello.getInteger("rows")).isEqualTo(40);
                assertThat(hello.getString("session")).isEqualTo("hq-mayor");
            }
        }
    }

    @Test
    void everybodyTakesASnapshotThatMayFollowAGap() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            try (WireBrowser second = relay.reader()) {
                SharedRelay.ask(session);
                session.send(SharedRelay.SNAPSHOT, Frame.binary("two".getBytes()), SharedRelay.LIVE);
                SharedRelay.sees(
                        second,
                        SharedRelay.HELLO,
                        SharedRelay.SNAPSHOT,
                        Frame.binary("two".getBytes()),
                        SharedRelay.LIVE);
                SharedRelay.sees(first, SharedRelay.SNAPSHOT, Frame.binary("two".getBytes()), SharedRelay.LIVE);
            }
        }
    }

    @Test
    void theLastOneToLeaveClosesItAndTheNextOpensAnother() {
        WireBrowser first = relay.reader();
        WireSandbox.Viewing session = sandbox.open();
        SharedRelay.begin(session, "one", first);
        WireBrowser second = relay.second(session, "two");
        first.send(Frame.close(1000, ""));
        assertThat(first.receiveClose().closeCode()).isEqualTo(1000);
        session.send(Frame.binary("still here".getBytes()));
        SharedRelay.sees(second, Frame.binary("still here".getBytes()));
        second.cut();
        assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        try (WireBrowser third = relay.reader()) {
            SharedRelay.begin(sandbox.open(), "three", third);
        }
    }

    @Test
    void allAreToldHowItEnded() {
        WireBrowser first = relay.reader();
        WireSandbox.Viewing session = sandbox.open();
        SharedRelay.begin(session, "one", first);
        WireBrowser second = relay.second(session, "two");
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
        WireBrowser first = relay.reader();
        WireBrowser second = relay.reader();
        WireSandbox.Viewing request = sandbox.accept();
        // A browser's handshake is done a moment before it waits for the sandbox.
        RelayFixture.eventually(() -> gateway.audited("connection_opened").size() == 2);
        request.sendHead("HTTP/1.1 404 Not Found", "Content-Length: 0");
        assertThat(first.receiveClose().closeCode()).isEqualTo(4404);
        assertThat(second.receiveClose().closeCode()).isEqualTo(4404);
    }

    @Test
    void whoMayNoLongerWatchLeavesAlone() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            gateway.towns.remove(RelayFixture.TOWN);
            assertThat(first.receiveClose().closeCode()).isEqualTo(4403);
            assertThat(session.receiveClose().closeCode()).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SharedRelay.V2})
    void writersAndThePlainFormHaveOneEach(String protocol) {
        String[] headers = protocol.isEmpty() ? new String[0] : new String[] {protocol};
        Access access = protocol.isEmpty() ? Access.READ : Access.WRITE;
        try (WireBrowser first = gateway.browser(access, headers);
                WireSandbox.Viewing one = sandbox.open();
                WireBrowser second = gateway.browser(access, headers);
                WireSandbox.Viewing two = sandbox.open()) {
            one.send(Frame.text("one"));
            two.send(Frame.text("two"));
            SharedRelay.sees(first, Frame.text("one"));
            SharedRelay.sees(second, Frame.text("two"));
        }
    }

    @Test
    void notWhereTheSandboxNeverSaidHello() {
        try (WireBrowser first = relay.reader();
                WireSandbox.Viewing one = sandbox.open()) {
            one.send(Frame.text("one"));
            SharedRelay.sees(first, Frame.text("one"));
            try (WireBrowser second = relay.reader();
                    WireSandbox.Viewing two = sandbox.open()) {
                two.send(Frame.text("two"));
                SharedRelay.sees(second, Frame.text("two"));
                one.send(Frame.text("more"));
                SharedRelay.sees(first, Frame.text("more"));
            }
        }
    }

    @Test
    void notWhereTheSandboxGivesNoSnapshot() {
        try (WireBrowser first = relay.reader();
                WireSandbox.Viewing one = sandbox.open()) {
            SharedRelay.begin(one, "one", first);
            try (WireBrowser second = relay.reader();
                    WireSandbox.Viewing two = sandbox.open()) {
                SharedRelay.begin(two, "two", second);
                one.send(Frame.binary("more".getBytes()));
                SharedRelay.sees(first, Frame.binary("more".getBytes()));
            }
        }
    }

    @Test
    void nothingAReaderSaysReachesIt() {
        try (WireBrowser first = relay.reader()) {
            WireSandbox.Viewing session = sandbox.open();
            SharedRelay.begin(session, "one", first);
            first.send(Frame.text("{\"type\":\"snapshot\"}"), Frame.binary("rm -rf".getBytes()), Frame.ping("here"));
            assertThat(first.receiveAny().opcode()).isIn(Frame.TEXT, Frame.BINARY, Frame.PONG);
            RelayFixture.eventually(() -> gateway.metric("gastown.relay.dropped.frames") == 2);
            WireBrowser second = relay.reader();
            assertThat(SharedRelay.ask(session)).isEqualTo(1);
            second.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoeverComesAndGoesMissesNothingAndSeesNothingTwice(boolean repeatsAsks) throws Exception {
        Random random = new Random(3);
        ExecutorService viewers = Executors.newFixedThreadPool(8);
        WireBrowser stays = relay.reader();
        try (CountingSandbox session = new CountingSandbox(sandbox.open(), repeatsAsks)) {
            Follower follower = new Follower(stays);
            List<Future<Integer>> visits = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int frames = 1 + random.nextInt(3_000);
                boolean cuts = random.nextBoolean();
                Callable<Integer> visit = () -> {
                    WireBrowser browser = relay.reader();
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
}
