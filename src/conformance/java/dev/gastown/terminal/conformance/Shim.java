package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Supplier;

/**
 * Stands before a server, gives each request another target, and passes every byte behind it on as it came: the test suite
 * knows nothing of tickets.
 */
final class Shim implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final int portBehind;
    private final Supplier<String> targets;

    /**
     * @param portBehind of the server behind it, on loopback
     * @param targets what the server is asked for, anew for each request
     */
    Shim(int portBehind, Supplier<String> targets) {
        this.portBehind = portBehind;
        this.targets = targets;
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        start("shim", this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (true) {
            try {
                Socket client = server.accept();
                start("shim's connection", () -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), portBehind)) {
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            HttpHead head = HttpHead.read(client.getInputStream());
            behind.getOutputStream().write(head.to(targets.get()));
            Thread back = start("shim's answers", () -> copy(behind, client));
            copy(client, behind);
            back.join();
        } catch (IOException ended) {
            // One side is gone: so is the other.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the end of what one side sends; its end is passed on, the other direction goes on. */
    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            abort(from);
            abort(to);
        }
    }

    private static void abort(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is closed.
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
