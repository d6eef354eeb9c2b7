package dev.gastown.terminal.relay;

/** How one side of a relay ended by itself, as opposed to being closed by the gateway. */
sealed interface LegEnd {
    /**
     * The peer sent a close frame.
     *
     * @param close what it said; {@link Close#NO_STATUS} when it named no status
     */
    record PeerClosed(Close close) implements LegEnd {}

    /** The connection broke without a close frame. */
    record Cut() implements LegEnd {}

    /** The gateway's server or client whose connection it is goes away. */
    record Dismissed() implements LegEnd {}

    /** The peer missed {@link Pulse#MISSED_PINGS} pings and showed no other sign of life. */
    record PingTimeout() implements LegEnd {}

    /**
     * The peer broke RFC 6455, or a message was too big.
     *
     * @param answer the close this peer is to be told: 1002, 1007 or 1009
     */
    record Violation(Close answer) implements LegEnd {}
}
