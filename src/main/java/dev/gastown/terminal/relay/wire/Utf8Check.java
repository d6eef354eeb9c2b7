package dev.gastown.terminal.relay.wire;

import io.netty.buffer.ByteBuf;

/**
 * Whether the bytes of a text message are UTF-8 (RFC 3629), however they are cut into pieces, masked or not. Nothing is
 * decoded or copied.
 */
final class Utf8Check {
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int ASCII_END = 0x80;

    /** Continuation bytes still to come, and the range of the next one: it is narrower behind some first bytes. */
    private int missing;

    private int least;
    private int most;

    /** A new message begins. */
    void reset() {
        missing = 0;
    }

    /** Whether no character is cut off at the end of what was seen. */
    boolean isComplete() {
        return missing == 0;
    }

    /**
     * Takes the next bytes.
     *
     * @param mask the frame's masking key as a big-endian number; 0 for none
     * @param maskOffset how many bytes of the frame's payload came before these
     * @return false from the first byte on that can't be UTF-8
     */
    boolean accept(ByteBuf bytes, int from, int to, int mask, int maskOffset) {
        int index = from;
        long wideMask = wide(mask, maskOffset);
        while (index < to) {
            if (missing == 0 && to - index >= Long.BYTES) {
                // The mask's phase does not change over eight bytes.
                if (((bytes.getLong(index) ^ wide(mask, maskOffset + index - from)) & HIGH_BITS) == 0) {
                    index += Long.BYTES;
                    continue;
                }
            }
            int phase = Long.BYTES - 1 - (index - from) % Long.BYTES;
            int octet = (bytes.getByte(index) ^ (int) (wideMask >>> (phase * Byte.SIZE))) & 0xFF;
            if (!accept(octet)) {
                return false;
            }
            index++;
        }
        return true;
    }

    /** The key eight bytes wide, turned so that it fits bytes that begin at an offset. */
    private static long wide(int mask, int offset) {
        int turned = Integer.rotateLeft(mask, (offset % Integer.BYTES) * Byte.SIZE);
        return ((long) turned << Integer.SIZE) | (turned & 0xFFFFFFFFL);
    }

    private boolean accept(int octet) {
        if (missing > 0) {
            if (octet < least || octet > most) {
                return false;
            }
            missing--;
            range(0x80, 0xBF);
            return true;
        }
        if (octet < ASCII_END) {
            return true;
        }
        range(0x80, 0xBF);
        if (octet >= 0xC2 && octet <= 0xDF) {
            missing = 1;
        } else if (octet >= 0xE0 && octet <= 0xEF) {
            missing = 2;
            narrow(octet, 0xE0, 0xED, 0xA0, 0x9F);
        } else if (octet >= 0xF0 && octet <= 0xF4) {
            missing = 3;
            narrow(octet, 0xF0, 0xF4, 0x90, 0x8F);
        } else {
            return false;
        }
        return true;
    }

    /** No overlong forms behind the lowest first byte; no surrogates, and nothing beyond U+10FFFF, behind the other. */
    private void narrow(int octet, int lowest, int highest, int leastBehindLowest, int mostBehindHighest) {
        if (octet == lowest) {
            least = leastBehindLowest;
        } else if (octet == highest) {
            most = mostBehindHighest;
        }
    }

    private void range(int from, int to) {
        least = from;
        most = to;
    }
}
