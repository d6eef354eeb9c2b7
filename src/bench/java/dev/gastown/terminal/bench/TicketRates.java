package dev.gastown.terminal.bench;

import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How many tickets the gateway hands out and takes back, over connections that are kept. Taking back alone is seen with
 * tickets of a town that is not there: they are verified and used up, and the upgrade is refused behind it. What such a
 * request costs without a ticket is measured beside it.
 */
final class TicketRates {
    private static final int ROUNDS = 5;
    private static final int CALLS = 10_000;
    private static final int CONNECTIONS = 16;
    private static final long DEADLINE_SECONDS = 60;

    /** One the fake sandbox lists. */
    private static final String SESSION = "gt-polecat-7";

    private TicketRates() {}

    /** Measures, interleaved, and gives the table. */
    static String measured(Bench bench) throws Exception {
        Peer gateway = bench.peers().get(Peers.FAST);
        String mint = mint(gateway.port());
        List<Kind> kinds = List.of(
                new Kind("minted (getStreamTicket)", 200, () -> mint),
                new Kind("redeemed (upgrade to no town: 403)", 403, () -> upgrade(gateway.port(), ticketOfNoTown())),
                new Kind("without a ticket (401)", 401, () -> upgrade(gateway.port(), "")));
        String warmUp = WarmUp.until(gateway, () -> {
            for (Kind kind : kinds) {
                round(gateway, kind, new Figures());
            }
        });
        Figures figures = new Figures();
        for (int i = 0; i < ROUNDS; i++) {
            for (Kind kind : kinds) {
                round(gateway, kind, figures);
            }
        }
        return "\nTickets, %d connections that are kept. %s%n".formatted(CONNECTIONS, warmUp)
                + figures.table(
                        "",
                        List.of("a second", "CPU µs of the gateway"),
                        kinds.stream().map(Kind::name).toList());
    }

    /**
     * @param status of every answer
     * @param request makes one, before the clock runs
     */
    private record Kind(String name, int status, Supplier<String> request) {}

    private static void round(Peer gateway, Kind kind, Figures figures) throws Exception {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CALLS; i++) {
            requests.add(kind.request().get());
        }
        double cpu = gateway.cpuSeconds();
        long start = System.nanoTime();
        CompletableFuture.allOf(Stream.generate(() -> Caller.call(gateway.port(), requests, kind.status()))
                        .limit(CONNECTIONS)
                        .toArray(CompletableFuture[]::new))
                .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        figures.add(kind.name(), "a second", CALLS / seconds);
        figures.add(kind.name(), "CPU µs of the gateway", (gateway.cpuSeconds() - cpu) * 1e6 / CALLS);
    }

    /** As the dashboard asks: with the session's cookie, from its own origin. */
    private static String mint(int port) {
        String body = "{\"townId\":\"%s\",\"sessionName\":\"%s\"}".formatted(Tickets.TOWN, SESSION);
        return ("POST /api/trpc/gastown.getStreamTicket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
                        + "Cookie: gastown_session=%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
                .formatted(port, port, Tickets.user(), body.length(), body);
    }

    private static String upgrade(int port, String ticket) {
        return ("GET /api/gastown/terminal?ticket=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .formatted(ticket, port);
    }

    private static String ticketOfNoTown() {
        return Tickets.ticket(UUID.randomUUID().toString(), SESSION, false);
    }
}
