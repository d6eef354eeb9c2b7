package dev.gastown.terminal.relay.wire;

/** What a {@link FrameTracker} found, in the order of the wire. */
interface FrameSink {
    /** Data frames; the sink owns them. */
    void data(FrameRun run);

    /**
     * A control frame.
     *
     * @param opcode 8 close, 9 ping, 10 pong
     * @param payload unmasked, at most 125 bytes; the sink may keep it
     */
    void control(int opcode, byte[] payload);
}
