package dev.gastown.terminal.relay;

/** A socket, a terminal's or a wall's, as the node's registry knows it. Safe on any thread. */
interface OpenSocket {
    /** Whose it is, and what it shows. */
    Viewer viewer();

    /** Ends it because its viewer may no longer watch; does nothing when it has ended already. */
    void revoke(Revocation why);

    /** Ends it; does nothing when it has ended already. */
    void close(Close close);
}
