package dev.gastown.terminal.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A sandbox whose every byte a test decides. Blocking. */
final class WireSandbox implements AutoCloseable {
    private final ServerSocket server;
    private final List<Viewing> viewings = new ArrayList<>();

    WireSandbox() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            server.setSoTimeout(WirePeer.DEADLINE_MILLIS);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Takes the next connection and reads its request head; answers nothing. */
    Viewing accept() {
        Viewing viewing = acceptRaw();
        viewing.readHead();
        return viewing;
    }

    /** Takes the next connection and reads nothing. */
    Viewing acceptRaw() {
        try {
            Socket socket = server.accept();
            Viewing viewing = new Viewing(socket);
            viewings.add(viewing);
            return viewing;
        } catch (IOException late) {
            throw new UncheckedIOException(late);
        }
    }

    /** Takes the next connection and completes its handshake, choosing the subprotocol offered, if any. */
    Viewing open() {
        Viewing viewing = accept();
        viewing.answer101(viewing.header("sec-websocket-protocol"));
        return viewing;
    }

    /** Whether nobody has connected beyond those accepted. */
    boolean hasNoFurtherConnection() {
        try {
            server.setSoTimeout(1);
            server.accept().close();
            return false;
        } catch (SocketTimeoutException nobody) {
            return true;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            try {
                server.setSoTimeout(WirePeer.DEADLINE_MILLIS);
            } catch (SocketException closed) {
                throw new UncheckedIOException(closed);
            }
        }
    }

    @Override
    public void close() {
        try {
            viewings.forEach(WirePeer::close);
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The sandbox's end of one session socket. */
    static final class Viewing extends WirePeer {
        private String head;

        Viewing(Socket socket) {
            super(socket, false);
        }

        String head() {
            return head;
        }

        /** Reads the next request's head; whether there was one. */
        boolean readHead() {
            head = receiveHead();
            return !head.isEmpty();
        }

        /** A request header, or null. */
        String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return null;
        }

        /** Accepts, and sends frames in the same write as the answer. */
        void answer101(String subprotocol, Frame... behind) {
            java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
            bytes.writeBytes(acceptance(subprotocol));
            for (Frame frame : behind) {
                bytes.writeBytes(encode(frame));
            }
            sendBytes(bytes.toByteArray());
        }

        /** The head that accepts, to the empty line. */
        byte[] acceptance(String subprotocol) {
            StringBuilder answer = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                    .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
                    .append(acceptKey(header("sec-websocket-key")))
                    .append("\r\n");
            if (subprotocol != null) {
                answer.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
            }
            return answer.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        private static String acceptKey(String key) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1")
                        .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
