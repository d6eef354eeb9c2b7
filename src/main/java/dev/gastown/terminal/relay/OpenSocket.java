package dev.gastown.terminal.relay;

/** A terminal socket as the node's registry knows it. Safe on any thread. */
interface OpenSocket {
    /** Whose it is, and on which session. */
    Viewer viewer();

    /** Ends it; does nothing when it has ended already. */
    void close(Close close);
}
