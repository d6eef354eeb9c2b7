package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.sandbox.tmux.Snapshot;
import io.vertx.core.buffer.Buffer;

/** One open socket that watches a session. Every method is called on the stream's context and never blocks. */
interface Viewer {
    /** The pane has another size from here on, columns by rows. */
    void resized(int columns, int rows);

    /**
     * The pane as it is at this point of the stream; the next {@link #output} follows it without gap or repeat.
     *
     * @param another whether the pane is another than before, or has another size: what a viewer has can't be gone on with
     */
    void snapshot(Snapshot snapshot, boolean another);

    /** Whether this viewer has fallen behind: it gets no snapshot until it asks for one, or none can follow. */
    boolean behind();

    /** Whether there may be others behind this viewer who have fallen behind: it needs the last snapshot for them. */
    boolean standsForOthers();

    /** Bytes of the pane's program. Shared with other viewers: not to be modified. */
    void output(Buffer bytes);

    /** The stream was interrupted: output is missing until the next {@link #snapshot}. */
    void interrupted();

    /**
     * The session is over.
     *
     * @param status the program's exit status, or null when unknown
     */
    void ended(Integer status);
}
