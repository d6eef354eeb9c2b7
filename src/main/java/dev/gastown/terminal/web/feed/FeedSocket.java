package dev.gastown.terminal.web.feed;

/** How a browser is reached, whatever the transport. Everything on the event loop of the socket. */
interface FeedSocket {
    /**
     * Writes what all subscribers get.
     *
     * @param taken run when it is off our hands: the network took it, a polling browser fetched it, or it failed
     */
    void write(Envelope envelope, Runnable taken);

    /** Writes what only this browser gets, a message of the bridge. */
    void write(String message, Runnable taken);

    /** Closes with that code and reason, where the transport has such. */
    void close(int code, String reason);
}
