package dev.gastown.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lies between a client and its server, and can be pulled. While it is, nothing passes and nobody is told; what was
 * connected then stays dead when it is plugged in again, as after a laptop's sleep or a change of network.
 */
public final class Cable implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final ServerSocket plug;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean pulled;
    private volatile int generation;

    /** @param serverPort of the server, on the loopback address */
    public Cable(int serverPort) {
        this.serverPort = serverPort;
        try {
            plug = new ServerSocket(0, 0, loopback);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        daemon(this::accept);
    }

    /** Where the server is found through the cable, on the loopback address. */
    public int port() {
        return plug.getLocalPort();
    }

    /** From now on nothing passes. */
    public void pull() {
        generation++;
        pulled = true;
    }

    /** What connects from now on gets through. */
    public void plugIn() {
        pulled = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = plug.accept();
                sockets.add(client);
                if (!pulled) {
                    Socket server = new Socket(loopback, serverPort);
                    sockets.add(server);
                    int connected = generation;
                    daemon(() -> pass(client, server, connected));
                    daemon(() -> pass(server, client, connected));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket from, Socket to, int connected) {
        byte[] bytes = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (connected == generation) {
                    out.write(bytes, 0, count);
                }
            }
            if (connected == generation) {
                to.shutdownOutput();
            }
        } catch (IOException broken) {
            // Either side left; the other one's own end is passed on by the other direction.
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            plug.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
