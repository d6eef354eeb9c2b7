package dev.gastown.terminal.web.feed;

import io.vertx.core.Future;

/** How a browser is reached, whatever the transport. Everything on the event loop of the socket. */
interface FeedSocket {
    /**
     * Writes what all subscribers get.
     *
     * @return completes when the network took it, or a polling browser fetched it; fails when the socket is closed
     */
    Future<Void> write(Envelope envelope);

    /** Writes what only this browser gets, a message of the bridge; completes and fails as the other does. */
    Future<Void> write(String message);

    /** Closes with that code and reason, where the transport has such. */
    void close(int code, String reason);
}
