package dev.gastown.terminal.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The viewers of a shared connection on one event loop. What one read brought is handed over to that loop in one task.
 */
final class SharedBranch {
    private static final Logger LOG = LoggerFactory.getLogger(SharedBranch.class);

    private final Loop loop;

    /** On the branch's own event loop. */
    private final List<SharedSeat> seats = new ArrayList<>();

    /** On the connection's event loop. */
    private List<SharedItem> pending = new ArrayList<>();

    private int seated;

    private final AtomicInteger costOnTheWay = new AtomicInteger();

    /** Changed on the branch's event loop only, read on the connection's. */
    private volatile int following;

    private volatile int full;
    private volatile int expecting;
    private final AtomicBoolean toldOfChange = new AtomicBoolean();

    SharedBranch(Loop loop) {
        this.loop = loop;
    }

    /** On the branch's event loop. */
    void add(SharedSeat seat) {
        seats.add(seat);
    }

    /** On the branch's event loop. */
    void remove(SharedSeat seat) {
        seats.remove(seat);
    }

    /** On the connection's event loop: a viewer came, or left with -1. */
    void seated(int change) {
        seated += change;
    }

    /** On the connection's event loop: keeps an item for the next {@link #handOver}, if anybody is here. */
    void offer(SharedItem item) {
        if (seated > 0) {
            pending.add(item.share());
        }
    }

    /**
     * On the connection's event loop: gives what was kept to the viewers.
     *
     * @param delivered is run on the branch's event loop afterwards
     */
    void handOver(Runnable delivered) {
        if (pending.isEmpty()) {
            return;
        }
        List<SharedItem> items = pending;
        pending = new ArrayList<>();
        int cost = items.stream().mapToInt(SharedItem::cost).sum();
        costOnTheWay.addAndGet(cost);
        loop.runNow(() -> {
            try {
                List.copyOf(seats).forEach(seat -> deliver(items, seat));
            } finally {
                items.forEach(SharedItem::release);
                costOnTheWay.addAndGet(-cost);
                delivered.run();
            }
        });
    }

    /**
     * On the branch's event loop: a viewer is in another state.
     *
     * @param following the change of the number of viewers that are given what comes
     * @param full the change of the number of those among them that take no more for now, and slow the sandbox down
     * @param expecting the change of the number of viewers that wait for a snapshot
     */
    void count(int following, int full, int expecting) {
        this.following += following;
        this.full += full;
        this.expecting += expecting;
    }

    /** On the branch's event loop: has the connection's look at the counts again. */
    void tellOfChange(Loop home, Runnable look) {
        if (home.isHere()) {
            look.run();
        } else if (toldOfChange.compareAndSet(false, true)) {
            home.run(() -> {
                toldOfChange.set(false);
                look.run();
            });
        }
    }

    int following() {
        return following;
    }

    int full() {
        return full;
    }

    int expecting() {
        return expecting;
    }

    /** From any thread: does something with each viewer, behind what was handed over before. */
    void withEach(Consumer<SharedSeat> task) {
        loop.runNow(() -> List.copyOf(seats).forEach(task));
    }

    /** From any thread: runs a task on the branch's event loop, behind what was handed over before. */
    void execute(Runnable task) {
        loop.runNow(task);
    }

    /** What was handed over and not delivered yet takes, bytes; from any thread. */
    int costOnTheWay() {
        return costOnTheWay.get();
    }

    /** Whatever fails for one viewer ends that one alone. */
    private static void deliver(List<SharedItem> items, SharedSeat seat) {
        try {
            items.forEach(seat::take);
            seat.delivered();
        } catch (RuntimeException broken) {
            // Its text could carry what was being relayed: the class alone is safe to log.
            LOG.error("A shared relay failed: {}", broken.getClass().getName());
            seat.fail();
        }
    }
}
