package dev.gastown.terminal.relay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** One end of a WebSocket, frame by frame on a plain socket: it does what a test says and nothing by itself. Blocking. */
class WirePeer implements AutoCloseable {
    /** Longest wait for anything a test expects. */
    static final int DEADLINE_MILLIS = 15_000;

    private static final Random MASKS = new Random(1);

    final Socket socket;
    final DataInputStream in;
    private final OutputStream out;
    private final boolean masks;

    WirePeer(Socket socket, boolean masks) {
        try {
            this.socket = socket;
            this.masks = masks;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(DEADLINE_MILLIS);
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            this.out = socket.getOutputStream();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Sends frames in one write, so that they arrive together. */
    void send(Frame... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(encode(frame));
        }
        sendBytes(bytes.toByteArray());
    }

    /** One thread at a time: the network may take a write in pieces. */
    synchronized void sendBytes(byte... bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    byte[] encode(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int length = frame.payload().length;
        int mask = masks ? 0x80 : 0;
        bytes.write((frame.fin() ? 0x80 : 0) | frame.opcode());
        if (length < 126) {
            bytes.write(mask | length);
        } else if (length < 1 << 16) {
            bytes.write(mask | 126);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) length >> shift));
            }
        }
        if (!masks) {
            bytes.writeBytes(frame.payload());
            return bytes.toByteArray();
        }
        byte[] key = new byte[4];
        MASKS.nextBytes(key);
        bytes.writeBytes(key);
        for (int i = 0; i < length; i++) {
            bytes.write(frame.payload()[i] ^ key[i % 4]);
        }
        return bytes.toByteArray();
    }

    /**
     * The next frame of any kind; null when the peer closed or reset the connection. It must be masked when it comes from a
     * client, and only then (RFC 6455 section 5.1).
     */
    Frame receiveAny() {
        try {
            int first = in.read();
            if (first < 0) {
                return null;
            }
            int second = in.readUnsignedByte();
            if (((second & 0x80) != 0) == masks) {
                throw new AssertionError(masks ? "A server masked a frame" : "A client did not mask a frame");
            }
            long length = second & 0x7F;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            byte[] key = (second & 0x80) != 0 ? in.readNBytes(4) : new byte[4];
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= key[i % 4];
            }
            return new Frame((first & 0x80) != 0, first & 0x0F, payload);
        } catch (EOFException | SocketException gone) {
            return null;
        } catch (IOException late) {
            throw new UncheckedIOException(late);
        }
    }

    /** The next frame of any kind; a ping is answered. */
    Frame receiveAndAnswer() {
        Frame frame = receiveAny();
        if (frame != null && frame.opcode() == Frame.PING) {
            send(new Frame(true, Frame.PONG, frame.payload()));
        }
        return frame;
    }

    /** The next frame that is not a ping or pong; pings are answered. */
    Frame receive() {
        Frame frame = receiveAndAnswer();
        while (frame != null && (frame.opcode() == Frame.PING || frame.opcode() == Frame.PONG)) {
            frame = receiveAndAnswer();
        }
        return frame;
    }

    /** Reads to the close frame, answers it, and sees the connection end. */
    Frame receiveClose() {
        Frame frame = receive();
        while (frame != null && frame.opcode() != Frame.CLOSE) {
            frame = receive();
        }
        if (frame != null) {
            try {
                send(new Frame(true, Frame.CLOSE, frame.payload()));
            } catch (UncheckedIOException gone) {
                // A peer that failed the connection need not wait for the answer.
                return frame;
            }
        }
        return frame;
    }

    /** Whether the peer ends the TCP connection within the deadline, whatever it sends before. */
    boolean seesEnd() {
        while (receiveAny() != null) {
            continue;
        }
        return true;
    }

    /** An HTTP head, up to and without the empty line. */
    String receiveHead() {
        StringBuilder head = new StringBuilder();
        try {
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return head.toString();
                }
                head.append((char) next);
            }
        } catch (SocketException reset) {
            return head.toString();
        } catch (IOException late) {
            throw new UncheckedIOException(late);
        }
        return head.substring(0, head.length() - 4);
    }

    void sendHead(String... lines) {
        sendBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Breaks the connection with a reset: no close frame, no end of stream. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
