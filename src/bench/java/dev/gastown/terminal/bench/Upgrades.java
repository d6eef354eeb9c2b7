package dev.gastown.terminal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * WebSockets opened one after the other, each by an upgrade of its own: the gateway checks and uses up a ticket for each, the
 * others check nothing. One is open when the sandbox's first bytes have come to the viewer.
 */
final class Upgrades {
    private static final int ROUNDS = 5;

    /** In a round; all stay open until it ends. */
    private static final int SOCKETS = 2_000;

    private static final int OPENING_AT_ONCE = 32;
    private static final long DEADLINE_SECONDS = 60;

    /** Until both ends of what was closed are gone. */
    private static final double CLOSING_SECONDS = 0.7;

    private static final String A_SECOND = "a second";
    private static final String A_CPU_SECOND = "a CPU second of the proxy";
    private static final String AND_CLOSED = "opened and closed, a CPU second of the proxy";
    private static final List<String> PEERS = List.of(Peers.DIRECT, Peers.NGINX, Peers.HTTP_PROXY, Peers.FAST);

    private Upgrades() {}

    /** Measures, interleaved, and gives the table. */
    static String measured(Bench bench) throws Exception {
        String warmUp = WarmUp.until(bench.peers().get(Peers.FAST), () -> {
            round(bench.peers().get(Peers.FAST));
            round(bench.peers().get(Peers.HTTP_PROXY));
        });
        Figures figures = new Figures();
        bench.interleaved(PEERS, ROUNDS, peer -> {
            Round round = round(peer);
            figures.add(A_SECOND, peer.name(), SOCKETS / round.seconds());
            figures.add(A_CPU_SECOND, peer.name(), SOCKETS / round.openingCpuSeconds());
            figures.add(AND_CLOSED, peer.name(), SOCKETS / round.allCpuSeconds());
        });
        return "\nUpgrades (direct: the ceiling of the load generator and the sandbox, and the sandbox's CPU). "
                + warmUp + "\n"
                + figures.table("", PEERS, List.of(A_SECOND, A_CPU_SECOND, AND_CLOSED))
                + "\nA CPU second against http-proxy: %s; opened and closed %s%n"
                        .formatted(ratio(figures, A_CPU_SECOND), ratio(figures, AND_CLOSED));
    }

    private static String ratio(Figures figures, String row) {
        return Figures.number(figures.median(row, Peers.FAST) / figures.median(row, Peers.HTTP_PROXY));
    }

    /**
     * @param seconds until all were open
     * @param openingCpuSeconds used by the peer meanwhile
     * @param allCpuSeconds used by the peer until all were closed
     */
    private record Round(double seconds, double openingCpuSeconds, double allCpuSeconds) {}

    private static Round round(Peer peer) throws Exception {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < SOCKETS; i++) {
            // Tickets are made here, before the clock runs.
            paths.add(peer.path().apply("greeting"));
        }
        List<CompletableFuture<Client>> opening = new ArrayList<>();
        Semaphore places = new Semaphore(OPENING_AT_ONCE);
        double cpu = peer.cpuSeconds();
        long start = System.nanoTime();
        for (String path : paths) {
            places.acquire();
            CompletableFuture<Client> client = Client.openWholeWay(peer.port(), path);
            client.whenComplete((open, failure) -> places.release());
            opening.add(client);
        }
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new)).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        double openingCpu = peer.cpuSeconds() - cpu;
        opening.forEach(client -> client.join().close());
        Workloads.pause(CLOSING_SECONDS);
        return new Round(seconds, openingCpu, peer.cpuSeconds() - cpu);
    }
}
