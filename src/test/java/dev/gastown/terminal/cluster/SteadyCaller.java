package dev.gastown.terminal.cluster;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A page that makes a call, and the next one soon after each answer, for as long as it is open. */
final class SteadyCaller implements AutoCloseable {
    private static final int PAUSE_MILLIS = 50;

    private final Visitor visitor;
    private final URI at;
    private final List<String> errors = new ArrayList<>();
    private int answers;
    private boolean ended;

    /** Starts to call. */
    SteadyCaller(Visitor visitor, URI at) {
        this.visitor = visitor;
        this.at = at;
        visitor.later(0, this::call);
    }

    private void call() {
        visitor.towns(at).onComplete(this::answered, failure -> answered(failure.toString()));
    }

    private synchronized void answered(int status) {
        if (status == 200) {
            answers++;
            again();
        } else {
            answered("status " + status);
        }
    }

    private synchronized void answered(String error) {
        errors.add(error);
        again();
    }

    private void again() {
        if (!ended) {
            visitor.later(PAUSE_MILLIS, this::call);
        }
    }

    /** How many good answers came. */
    synchronized int answers() {
        return answers;
    }

    /** Answers that were errors, and calls without an answer. */
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public synchronized void close() {
        ended = true;
    }
}
