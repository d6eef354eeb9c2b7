package dev.gastown.terminal.relay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** A connection on which bytes come in at a steady, low rate, until {@link #widen}; nothing else of it waits. */
final class SlowLine extends Socket {
    /** As little as the kernel allows, so that what was not taken waits on the other side. */
    private static final int RECEIVE_BUFFER_BYTES = 4096;

    private static final int WIDE_RECEIVE_BUFFER_BYTES = 1 << 18;

    /** Times a second that a little is taken. */
    private static final int SIPS_PER_SECOND = 10;

    private final int bytesPerSip;
    private volatile boolean wide;
    private volatile long taken;

    /** Connects to this machine. */
    SlowLine(int port, int bytesPerSecond) throws IOException {
        bytesPerSip = bytesPerSecond / SIPS_PER_SECOND;
        setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        connect(new InetSocketAddress("127.0.0.1", port));
    }

    /** From now on as fast as it can. */
    void widen() throws IOException {
        setReceiveBufferSize(WIDE_RECEIVE_BUFFER_BYTES);
        wide = true;
    }

    /** Bytes that came by this line. */
    long taken() {
        return taken;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            private long next = System.nanoTime();

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int most = length;
                if (!wide) {
                    next += 1_000_000_000L / SIPS_PER_SECOND;
                    while (!wide && System.nanoTime() < next) {
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                    most = Math.min(length, bytesPerSip);
                }
                int read = super.read(into, offset, most);
                taken += Math.max(0, read);
                return read;
            }
        };
    }
}
