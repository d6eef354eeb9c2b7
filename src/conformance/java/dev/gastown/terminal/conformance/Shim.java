package dev.gastown.terminal.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Function;

/**
 * Stands before servers, gives each connection's first request another target, and passes every byte behind it on as it came:
 * the test suite knows nothing of tickets and sessions.
 */
final class Shim implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final Function<String, Route> routes;

    /** @param routes where a request goes, by what it asks for */
    Shim(Function<String, Route> routes) {
        this.routes = routes;
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
        try (client) {
            client.setTcpNoDelay(true);
            HttpHead head = HttpHead.read(client.getInputStream());
            Route route = routes.apply(head.target());
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), route.port())) {
                behind.setTcpNoDelay(true);
                behind.getOutputStream().write(head.to(route));
                Thread back = start("shim's answers", () -> copy(behind, client));
                copy(client, behind);
                back.join();
            }
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
