package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AttachGateTest {
    private final AttachGate gate = new AttachGate();

    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }

    /** Runs a step that must wait: returns once its thread does. */
    private static CompletableFuture<Void> blocked(Step step) throws InterruptedException {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                step.run();
                passed.complete(null);
            } catch (InterruptedException e) {
                passed.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(passed).as("a step that should wait").isNotDone();
            Thread.onSpinWait();
        }
        return passed;
    }

    private static void passes(CompletableFuture<Void> step) throws Exception {
        step.get(5, TimeUnit.SECONDS);
    }

    @Test
    void letsSeveralAttachAtOnceAndSeveralDetach() throws Exception {
        gate.beginAttaching();
        gate.beginAttaching();
        gate.attached();
        gate.attached();
        gate.beginDetaching();
        gate.beginDetaching();
    }

    @Test
    void keepsOneThatLeavesUntilTheLastHasAttached() throws Exception {
        gate.beginAttaching();
        gate.beginAttaching();
        CompletableFuture<Void> leaves = blocked(gate::beginDetaching);
        gate.attached();
        assertThat(leaves).isNotDone();
        gate.attached();
        passes(leaves);
    }

    @Test
    void keepsOneThatComesUntilTheLastHasLeft() throws Exception {
        gate.beginDetaching();
        CompletableFuture<Void> comes = blocked(gate::beginAttaching);
        gate.detached();
        passes(comes);
    }

    @Test
    void letsOneThatComesGoBeforeTheNextThatLeaves() throws Exception {
        gate.beginDetaching();
        CompletableFuture<Void> comes = blocked(gate::beginAttaching);
        CompletableFuture<Void> leaves = blocked(gate::beginDetaching);
        gate.detached();
        passes(comes);
        assertThat(leaves).isNotDone();
        gate.attached();
        passes(leaves);
    }
}
