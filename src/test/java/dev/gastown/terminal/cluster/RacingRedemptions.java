package dev.gastown.terminal.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many uses of one ticket at the same moment: all connections are open before the first request is sent. */
final class RacingRedemptions implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;
    private static final int STATUS_LINE = "HTTP/1.1 101".length();

    private final List<List<Socket>> byNode = new ArrayList<>();

    /**
     * Opens the connections.
     *
     * @param nodes who is asked, each from a thread of its own
     * @param count how many connections altogether
     */
    RacingRedemptions(List<URI> nodes, int count) {
        nodes.forEach(node -> byNode.add(new ArrayList<>()));
        try {
            for (int i = 0; i < count; i++) {
                URI node = nodes.get(i % nodes.size());
                Socket socket = new Socket();
                byNode.get(i % nodes.size()).add(socket);
                socket.setSoTimeout(DEADLINE_MILLIS);
                socket.connect(new InetSocketAddress(node.getHost(), node.getPort()), DEADLINE_MILLIS);
            }
        } catch (IOException broken) {
            close();
            throw new UncheckedIOException(broken);
        }
    }

    /** Uses the ticket on every connection; how often each status was answered. */
    Map<Integer, Long> statuses(String ticket) {
        Map<Integer, Long> statuses = new TreeMap<>();
        CyclicBarrier start = new CyclicBarrier(byNode.size());
        ExecutorService threads = Executors.newFixedThreadPool(byNode.size());
        try {
            List<Future<List<Integer>>> answers = byNode.stream()
                    .map(sockets -> threads.submit(() -> {
                        start.await();
                        return race(sockets, ticket);
                    }))
                    .toList();
            for (Future<List<Integer>> answer : answers) {
                answer.get().forEach(status -> statuses.merge(status, 1L, Long::sum));
            }
            return statuses;
        } catch (Exception failed) {
            throw new AssertionError(failed.toString(), failed);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Integer> race(List<Socket> sockets, String ticket) throws IOException {
        for (Socket socket : sockets) {
            String request = """
                    GET /api/gastown/terminal?ticket=%s HTTP/1.1\r
                    Host: %s:%d\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Protocol: gastown.terminal.v2\r
                    \r
                    """.formatted(ticket, socket.getInetAddress().getHostAddress(), socket.getPort());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Socket socket : sockets) {
            InputStream answer = socket.getInputStream();
            String line = new String(answer.readNBytes(STATUS_LINE), StandardCharsets.US_ASCII);
            statuses.add(line.length() < STATUS_LINE ? -1 : Integer.parseInt(line.substring(STATUS_LINE - 3)));
        }
        return statuses;
    }

    @Override
    public void close() {
        for (List<Socket> sockets : byNode) {
            for (Socket socket : sockets) {
                try {
                    socket.close();
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        }
    }
}
