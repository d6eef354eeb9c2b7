package dev.gastown.terminal.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lies between a browser and the gateway, and can be pulled. While it is, nothing passes and nobody is told; what was
 * connected then stays dead when it is plugged in again, as after a laptop's sleep or a change of network.
 */
final class Cable implements AutoCloseable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final ServerSocket plug;
    private final int gatewayPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean pulled;
    private volatile int generation;

    Cable(URI gateway) {
        gatewayPort = gateway.getPort();
        try {
            plug = new ServerSocket(0, 0, loopback);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        daemon(this::accept);
    }

    /** Where the gateway is found through the cable. */
    String origin() {
        return "http://127.0.0.1:" + plug.getLocalPort();
    }

    void pull() {
        generation++;
        pulled = true;
    }

    void plugIn() {
        pulled = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket browser = plug.accept();
                sockets.add(browser);
                if (!pulled) {
                    Socket gateway = new Socket(loopback, gatewayPort);
                    sockets.add(gateway);
                    int connected = generation;
                    daemon(() -> pass(browser, gateway, connected));
                    daemon(() -> pass(gateway, browser, connected));
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
