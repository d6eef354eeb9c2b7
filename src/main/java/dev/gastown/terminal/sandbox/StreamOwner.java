package dev.gastown.terminal.sandbox;

/** What a watched session's stream tells the agent. Called on the stream's context. */
interface StreamOwner {
    /** The program rang the bell. */
    void rang();

    /** A viewer typed. */
    void typed();

    /** No viewer can join any more; said once. */
    void over();
}
