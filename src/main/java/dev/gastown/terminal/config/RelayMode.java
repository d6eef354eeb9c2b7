package dev.gastown.terminal.config;

/** How the relay moves terminal bytes ({@code relay.mode}); fixed when the process starts. Nothing shows which it is. */
public enum RelayMode {
    /** Frames go on as the bytes they came in. */
    FAST,

    /** Each frame is decoded and encoded again: slower, and by Netty's own codecs alone. */
    FRAMES
}
