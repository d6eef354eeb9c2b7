package dev.gastown.terminal.relay;

import dev.gastown.terminal.session.SandboxApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A sandbox for any number of connections at once, each with a thread of its own. Who a session is says its name's first
 * word, and what becomes of its connections its last: {@code mayor-resets}, {@code polecat-stays}.
 */
final class SoakSandbox implements AutoCloseable {
    /** What a session does once it has shown its screen. */
    enum Fate {
        /** Goes on until the gateway closes. */
        STAYS,
        /** Sends more than all queues on the way hold, then as above. */
        FLOODS,
        CLOSES,
        RESETS,
        /** Resets the connection within a frame. */
        BREAKS,
        /** Answers nothing more, no ping and no close frame. */
        HANGS,
        /** Answers the handshake with a 404. */
        REFUSES;

        String session(String role) {
            return role + "-" + name().toLowerCase(Locale.ROOT);
        }

        private static Fate of(String session) {
            return valueOf(session.substring(session.indexOf('-') + 1).toUpperCase(Locale.ROOT));
        }
    }

    static final String READER = "polecat";
    static final String WRITER = "mayor";

    private static final int FLOOD_FRAMES = 64;
    private static final int FLOOD_FRAME_BYTES = 32 * 1024;
    private static final int BACKLOG = 1024;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sandbox");
        thread.setDaemon(true);
        return thread;
    });
    private final ServerSocket server;

    SoakSandbox() {
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (WireSandbox.Viewing viewing = new WireSandbox.Viewing(socket)) {
            // A gateway may keep a connection for its next question.
            socket.setSoTimeout(0);
            while (viewing.readHead() && viewing.head().startsWith("GET " + SandboxApi.SESSIONS_PATH + " ")) {
                answer(viewing, "200 OK", list());
            }
            if (!viewing.head().isEmpty()) {
                open(viewing);
            }
        } catch (UncheckedIOException | IOException gone) {
            // The gateway went first.
        }
    }

    private static String list() {
        JsonArray sessions = new JsonArray();
        for (String role : Arrays.asList(READER, WRITER)) {
            for (Fate fate : Fate.values()) {
                sessions.add(new JsonObject()
                        .put("name", fate.session(role))
                        .put("role", role)
                        .put("alive", true));
            }
        }
        return new JsonObject()
                .put("protocols", new JsonArray().add(SandboxApi.TERMINAL_V2))
                .put("sessions", sessions)
                .encode();
    }

    private static void answer(WireSandbox.Viewing viewing, String status, String json) {
        viewing.sendBytes(("HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.length() + "\r\n\r\n" + json)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static void open(WireSandbox.Viewing viewing) throws IOException {
        String path = viewing.head().split(" ")[1];
        boolean wall = path.startsWith(SandboxApi.WALL_PATH);
        Fate fate = wall ? Fate.STAYS : Fate.of(path.substring(path.lastIndexOf('/') + 1));
        if (fate == Fate.REFUSES) {
            answer(viewing, "404 Not Found", "{}");
            return;
        }
        viewing.answer101(viewing.header("sec-websocket-protocol"), SharedRelay.HELLO);
        viewing.send(SharedRelay.SNAPSHOT, Frame.binary(new byte[100]), SharedRelay.LIVE);
        switch (fate) {
            case FLOODS -> {
                for (int i = 0; i < FLOOD_FRAMES; i++) {
                    viewing.send(Frame.binary(new byte[FLOOD_FRAME_BYTES]));
                }
                goOn(viewing);
            }
            case CLOSES -> {
                viewing.send(Frame.close(1000, "over"));
                viewing.seesEnd();
            }
            case RESETS -> viewing.cut();
            case BREAKS -> {
                viewing.sendBytes((byte) 0x82, (byte) 126, (byte) 4, (byte) 0, (byte) 'a', (byte) 'b');
                viewing.cut();
            }
            case HANGS -> viewing.seesEnd();
            default -> goOn(viewing);
        }
    }

    /** Answers questions for snapshots and pings, shows what is typed, and answers the close frame at last. */
    private static void goOn(WireSandbox.Viewing viewing) {
        for (Frame frame = viewing.receive(); frame != null; frame = viewing.receive()) {
            if (frame.opcode() == Frame.CLOSE) {
                viewing.send(frame);
                return;
            }
            if (frame.opcode() == Frame.BINARY) {
                viewing.send(frame);
            }
            if (frame.opcode() == Frame.TEXT && frame.utf8().contains("\"ask\"")) {
                SharedRelay.answer(viewing, new JsonObject(frame.utf8()).getInteger("ask"), "screen");
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        threads.shutdownNow();
    }
}
