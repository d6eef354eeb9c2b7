package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.relay.SharedItem.Kind;
import dev.gastown.terminal.relay.wire.FrameRun;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * One connection to a session in the form {@code gastown.terminal.v2}, for all readers of it on this node (contract
 * section 3.2). It is read as fast as most of them follow: who can't is cut off and begins again with a snapshot.
 *
 * <p>A viewer that comes later begins with a snapshot that is asked for on its behalf: {@code {"type":"snapshot","ask":N}}.
 * A sandbox that repeats {@code ask} in its answer says that no output was lost before it, so that those who already watch
 * may skip it; {@code "last":true} beside it, that nothing will follow. A sandbox that does not, as any but ours, redraws for everybody.
 *
 * <p>Lives on the event loop of the viewer that came first, but for {@link #join} and where it says so.
 */
final class SharedSession {
    /** Bytes of memory handed over to another event loop and not delivered there above which the sandbox is not read. */
    private static final int MOST_COST_ON_THE_WAY = 4 * 1024 * 1024;

    /** Bytes that are handed over at once: few enough to be in the processor's cache still for the last viewer. */
    private static final int HAND_OVER_COST = 256 * 1024;

    /** Bytes of a text message, as frames, above which it is none that the gateway would understand. */
    private static final int MOST_CONTROL_BYTES = 4096;

    private static final String SNAPSHOT =
            new JsonObject().put("type", "snapshot").encode();

    private final Loop home;
    private final LimitSettings limits;
    private final Consumer<SharedSession> onOver;
    private final Map<Loop, SharedBranch> branches = new ConcurrentHashMap<>();

    /** Those who were here before the connection was. */
    private final List<SharedSeat> first = new ArrayList<>();

    /** A text message that has not come to its end. */
    private final List<FrameRun> fragments = new ArrayList<>();

    /** Changed on the one event loop only. */
    private volatile int seats;

    private volatile boolean pausedForBranch;
    private volatile boolean reading = true;

    private Leg sandbox;
    private JsonObject hello;
    private int fragmentBytes;
    private boolean inLongText;
    private int toldCost;
    private int asks;
    private boolean asking;
    private boolean saidAnything;
    private boolean over;

    /**
     * @param home the event loop it is to live on
     * @param onOver is told, on any thread, when nobody can join any more
     */
    SharedSession(Loop home, LimitSettings limits, Consumer<SharedSession> onOver) {
        this.home = home;
        this.limits = limits;
        this.onOver = onOver;
    }

    /** Gives a viewer a seat; on the viewer's event loop. See {@link SharedSessions#join}. */
    Future<SandboxSide> join(Leg browser, LegListener viewer, LimitSettings limits, RelayMetrics metrics) {
        SharedBranch branch = branches.computeIfAbsent(browser.loop(), SharedBranch::new);
        SharedSeat seat = new SharedSeat(this, branch, browser, viewer, limits, metrics);
        branch.add(seat);
        home.runNow(() -> seated(seat, branch));
        return seat.taken();
    }

    /** Waits for the connection, once. */
    void open(Future<Channel> connection) {
        connection
                .compose(channel ->
                        Future.succeededFuture(channel).compose(this::opened).onFailure(broken -> channel.close()))
                .onFailure(this::refused);
    }

    /** A viewer left; from any thread. */
    void left(SharedBranch branch) {
        home.runNow(() -> {
            branch.seated(-1);
            seats = seats - 1;
            if (seats == 0 && !over) {
                finish();
                if (sandbox != null) {
                    sandbox.close(Close.VIEWER_GONE);
                }
            }
        });
    }

    /** A viewer needs a snapshot; from any thread. One on its way serves everybody who asked before it came. */
    void ask() {
        home.runNow(() -> {
            if (!over && sandbox != null && !asking) {
                asking = true;
                asks++;
                int question = asks;
                sandbox.send(new TextWebSocketFrame(
                        new JsonObject(SNAPSHOT).put("ask", question).encode()));
                sandbox.flush();
                home.runAfter(limits.upstreamConnect(), () -> unanswered(question));
            }
        });
    }

    /** Those who wait for an answer give up by themselves; the next may ask again. */
    private void unanswered(int question) {
        if (question == asks) {
            asking = false;
        }
    }

    /** Whether viewers that take no more keep others from more; from any thread. */
    boolean isHeldUp() {
        return !reading
                && !pausedForBranch
                && branches.values().stream().anyMatch(branch -> branch.following() > branch.full());
    }

    /** A viewer of this branch takes no more for now, takes more again, or waits; on the branch's event loop. */
    void changed(SharedBranch branch) {
        branch.tellOfChange(home, this::read);
    }

    private void seated(SharedSeat seat, SharedBranch branch) {
        branch.seated(1);
        seats = seats + 1;
        if (over) {
            branch.execute(seat::refuse);
        } else if (sandbox == null) {
            first.add(seat);
        } else if (!saidAnything) {
            branch.execute(seat::opened);
        } else if (hello == null) {
            branch.execute(seat::refuse);
        } else {
            branch.execute(seat::await);
            ask();
            // Its seat counts from the beginning: that it waits is no change, but may be the first to have it read
            // again.
            read();
        }
    }

    private Future<Void> opened(Channel connection) {
        sandbox = Leg.takeShared(connection, limits, new FromSandbox());
        if (over) {
            sandbox.close(Close.VIEWER_GONE);
            return Future.succeededFuture();
        }
        if (!sandbox.loop().equals(home)) {
            throw new IllegalStateException("A shared connection must live on its first viewer's event loop");
        }
        // Counted in before anything came: they miss nothing. One that leaves at once may end it all.
        List<SharedSeat> present = List.copyOf(first);
        first.clear();
        present.forEach(seat -> seat.branch().execute(seat::opened));
        return Future.succeededFuture();
    }

    private void refused(Throwable failure) {
        if (!over) {
            finish();
            branches.values().forEach(branch -> branch.withEach(seat -> seat.refuse(failure)));
        }
    }

    private void finish() {
        over = true;
        first.clear();
        fragments.forEach(FrameRun::release);
        fragments.clear();
        onOver.accept(this);
    }

    /** Tells every viewer at the next {@link #handOver}; takes ownership. */
    private void tell(SharedItem item) {
        saidAnything = true;
        branches.values().forEach(branch -> branch.offer(item));
        toldCost += item.cost();
        item.release();
        if (toldCost >= HAND_OVER_COST) {
            handOver();
        }
    }

    private void handOver() {
        toldCost = 0;
        for (SharedBranch branch : branches.values()) {
            branch.handOver(this::delivered);
            if (branch.costOnTheWay() > MOST_COST_ON_THE_WAY) {
                pauseForBranches();
            }
        }
    }

    /** Said first and looked at then: a branch that delivers meanwhile either is seen, or sees it. */
    private void pauseForBranches() {
        pausedForBranch = true;
        pausedForBranch = branches.values().stream().anyMatch(branch -> branch.costOnTheWay() > MOST_COST_ON_THE_WAY);
        read();
    }

    /** On a branch's event loop. */
    private void delivered() {
        if (pausedForBranch) {
            home.runNow(this::pauseForBranches);
        }
    }

    private void read() {
        if (sandbox == null || over) {
            return;
        }
        boolean wanted = !pausedForBranch && isWanted();
        if (wanted != reading) {
            reading = wanted;
            if (reading) {
                sandbox.resume();
            } else {
                sandbox.pause();
            }
        }
    }

    /** Whether somebody waits for a snapshot, or at least half of those who follow take more. */
    private boolean isWanted() {
        int following = 0;
        int full = 0;
        for (SharedBranch branch : branches.values()) {
            if (branch.expecting() > 0) {
                return true;
            }
            following += branch.following();
            full += branch.full();
        }
        return following > 0 && full * 2 <= following;
    }

    /** A message in fragments is read as a whole, unless it is longer than any that would be understood. */
    private void text(FrameRun run) {
        fragments.add(run);
        fragmentBytes += run.content().readableBytes();
        inLongText |= fragmentBytes > MOST_CONTROL_BYTES;
        if (!run.endsMessage() && !inLongText) {
            return;
        }
        FrameRun whole = fragments.size() == 1 ? run : FrameRun.together(fragments);
        fragments.clear();
        fragmentBytes = 0;
        if (inLongText) {
            inLongText = !run.endsMessage();
            tell(new SharedItem(Kind.DATA, whole));
        } else {
            message(whole);
        }
    }

    private void message(FrameRun run) {
        JsonObject message = parse(run);
        switch (message.getString("type", "")) {
            case "snapshot" -> snapshot(run, message);
            case "live" -> tell(new SharedItem(Kind.LIVE, run));
            case "hello" -> {
                hello = message;
                tell(new SharedItem(Kind.MESSAGE, run));
            }
            case "size" -> {
                if (hello != null) {
                    hello.put("cols", message.getValue("cols")).put("rows", message.getValue("rows"));
                }
                tell(new SharedItem(Kind.MESSAGE, run));
            }
            case "exit" -> tell(new SharedItem(Kind.MESSAGE, run));
            default -> tell(new SharedItem(Kind.DATA, run));
        }
    }

    private void snapshot(FrameRun run, JsonObject message) {
        // Whichever question it answers: one that is answered says that nothing is missing.
        int answer = message.getValue("ask") instanceof Integer ask && ask > 0 && ask <= asks ? ask : 0;
        if (answer == 0 || answer == asks) {
            asking = false;
        }
        FrameRun greeting = hello == null ? null : FrameRun.ofText(hello.encode());
        if (answer == 0) {
            tell(new SharedItem(Kind.SNAPSHOT, run, greeting));
            return;
        }
        run.release();
        boolean last = Boolean.TRUE.equals(message.getValue("last"));
        tell(new SharedItem(last ? Kind.LAST_SNAPSHOT : Kind.ASKED_SNAPSHOT, FrameRun.ofText(SNAPSHOT), greeting));
    }

    private static JsonObject parse(FrameRun run) {
        try {
            JsonObject message = new JsonObject(Buffer.buffer(run.payload()));
            return message.getValue("type") instanceof String ? message : new JsonObject();
        } catch (DecodeException | ClassCastException notOurs) {
            return new JsonObject();
        }
    }

    private final class FromSandbox implements LegListener {
        @Override
        public void onData(ByteBufHolder data, int frames, int payloadBytes) {
            FrameRun run = (FrameRun) data;
            if (over) {
                run.release();
            } else if (run.isText()) {
                text(run);
            } else {
                tell(new SharedItem(Kind.DATA, run));
            }
        }

        @Override
        public void onReadBurstEnd() {
            handOver();
        }

        @Override
        public void onWritable() {
            // Nothing but a question now and then is sent.
        }

        @Override
        public void onEnd(LegEnd end) {
            if (!over) {
                finish();
                handOver();
                branches.values().forEach(branch -> branch.withEach(seat -> seat.ended(end)));
                sandbox.close(Ending.of(end).toSandbox());
            }
        }

        @Override
        public void onGone() {
            // onEnd came before, or the gateway closed it.
        }
    }
}
