package dev.gastown.terminal.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the gateway's event loops allocate on the heap while frames go through: as they come in the fast mode, decoded in the
 * other. Memory of pooled buffers lies elsewhere and is used again; their wrappers count here.
 */
final class Allocations {
    private static final int VIEWERS = 16;
    private static final double WARM_UP_SECONDS = 4;
    private static final double SECONDS = 3;
    private static final double KEYSTROKES_A_SECOND = 2_000;
    private static final int SITES = 8;
    private static final double MEGA = 1e6;

    private static final String FRAME = " B a frame";
    private static final String MEGABYTE = " kB a MB";
    private static final String FRAMES_A_SECOND = " frames/s";

    private Allocations() {}

    /** Measures and gives the tables. */
    static String measured(Bench bench, Path work) throws Exception {
        Figures figures = new Figures();
        List<String> workloads = new ArrayList<>();
        StringBuilder sites = new StringBuilder();
        for (String mode : List.of(Peers.FAST, Peers.FRAMES)) {
            Peer gateway = bench.peers().get(mode);
            try (Heap heap = Heap.of(gateway)) {
                for (int payload : new int[] {128, 1_024, 65_536}) {
                    String workload = payload + " B";
                    flood(gateway, heap, payload, workload, figures);
                    workloads.add(workload);
                }
                String echo = "keystroke and echo";
                echo(gateway, heap, echo, figures);
                workloads.add(echo);
                sites.append("\nWhere a flood of 1,024 B allocates, %s\n\n".formatted(mode));
                for (Map.Entry<String, Double> site : sites(gateway, heap, work)) {
                    sites.append("- %s %%: %s%n".formatted(Figures.number(site.getValue() * 100), site.getKey()));
                }
            }
        }
        List<String> columns = new ArrayList<>();
        for (String mode : List.of(Peers.FAST, Peers.FRAMES)) {
            columns.addAll(List.of(mode + FRAME, mode + MEGABYTE, mode + FRAMES_A_SECOND));
        }
        return "\nHeap allocated by the event loops, %d viewers\n\n".formatted(VIEWERS)
                + figures.table(
                        "frames of", columns, workloads.stream().distinct().toList())
                + sites;
    }

    private static void flood(Peer gateway, Heap heap, int payload, String workload, Figures figures) throws Exception {
        LongAdder received = new LongAdder();
        List<Client> clients = Workloads.open(gateway, "flood-" + payload, VIEWERS, received);
        Workloads.pause(WARM_UP_SECONDS);
        long bytes = received.sum();
        long allocated = heap.allocatedByEventLoops();
        long start = System.nanoTime();
        Workloads.pause(SECONDS);
        allocated = heap.allocatedByEventLoops() - allocated;
        double seconds = (System.nanoTime() - start) / 1e9;
        bytes = received.sum() - bytes;
        clients.forEach(Client::close);
        double frames = (double) bytes / (payload + headerBytes(payload));
        figures.add(workload, gateway.name() + FRAME, allocated / frames);
        figures.add(workload, gateway.name() + MEGABYTE, allocated / 1e3 / (bytes / MEGA));
        figures.add(workload, gateway.name() + FRAMES_A_SECOND, frames / seconds);
    }

    private static void echo(Peer gateway, Heap heap, String workload, Figures figures) throws Exception {
        List<Client> clients = Workloads.open(gateway, "echo", VIEWERS, new LongAdder());
        Workloads.type(gateway, clients, KEYSTROKES_A_SECOND, 0, WARM_UP_SECONDS);
        long allocated = heap.allocatedByEventLoops();
        Workloads.Echoes echoes = Workloads.type(gateway, clients, KEYSTROKES_A_SECOND, 0, SECONDS);
        allocated = heap.allocatedByEventLoops() - allocated;
        clients.forEach(Client::close);
        // One frame each way.
        int frames = echoes.millis().length * 2;
        figures.add(workload, gateway.name() + FRAME, (double) allocated / frames);
        figures.add(workload, gateway.name() + FRAMES_A_SECOND, frames / SECONDS);
    }

    private static List<Map.Entry<String, Double>> sites(Peer gateway, Heap heap, Path work) throws Exception {
        List<Client> clients = Workloads.open(gateway, "flood-1024", VIEWERS, new LongAdder());
        Workloads.pause(1);
        try {
            return heap.sites(work.resolve(gateway.name() + ".jfr"), SECONDS, SITES);
        } finally {
            clients.forEach(Client::close);
        }
    }

    /** RFC 6455 section 5.2, without a mask. */
    private static int headerBytes(int payload) {
        if (payload < 126) {
            return 2;
        }
        return payload <= 0xFFFF ? 4 : 10;
    }
}
