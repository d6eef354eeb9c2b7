package dev.gastown.terminal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Runs the workloads, interleaved over all peers, and writes what was seen. Started by {@code bench.sh}. */
final class Bench {
    private static final int ROUNDS = 3;
    private static final double WARM_UP_SECONDS = 0.4;
    private static final double SECONDS = 1.5;
    private static final double JIT_SECONDS = 6;
    private static final double ECHO_SECONDS = 4;
    private static final int MOST_TYPISTS = 1_000;
    private static final double KEYSTROKES_PER_SECOND = 2_000;
    private static final int SHARED_VIEWERS = 200;
    private static final int IDLE = 9_800;
    private static final List<String> PROXIES =
            List.of(Peers.NGINX, Peers.NGINX_64K, Peers.HAPROXY, Peers.NODE, Peers.FRAMES, Peers.FAST);

    /** Peers to compare; none for all. */
    private static final List<String> ONLY = Stream.of(
                    System.getenv().getOrDefault("PEERS", "").split(","))
            .filter(name -> !name.isEmpty())
            .toList();

    private final Peers peers;
    private final Path work;
    private final Figures figures = new Figures();
    private final Random order = new Random(5);
    private final StringBuilder report = new StringBuilder();

    private Bench(Peers peers, Path work) {
        this.peers = peers;
        this.work = work;
    }

    /** What is done with one peer. */
    interface Measure {
        void run(Peer peer) throws Exception;
    }

    /** Arguments: the folder {@code src/bench}, a work folder, and the workloads; none for all. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[1]);
        List<String> wanted = List.of(args).subList(2, args.length);
        int status = 1;
        try (Peers peers = new Peers(Path.of(args[0]), work)) {
            Runtime.getRuntime().addShutdownHook(new Thread(peers::close));
            Bench bench = new Bench(peers, work);
            bench.run(wanted);
            Files.writeString(work.resolve("report.md"), bench.report);
            System.out.println("\nWritten to " + work.resolve("report.md"));
            status = 0;
        } catch (IOException | ExecutionException | TimeoutException failure) {
            System.err.println("Not finished: " + failure.getMessage());
        }
        // The clients' event loops would keep the process.
        System.exit(status);
    }

    private void run(List<String> wanted) throws Exception {
        say(Machine.described());
        if (isWanted(wanted, "startup")) {
            // Before there is anything else that runs.
            say(new Startup(work).measure(order));
            if (wanted.size() == 1) {
                return;
            }
        }
        if (!wanted.equals(List.of("lists"))) {
            warmUp();
        }
        if (wanted.contains("gates")) {
            floods(new int[] {128, 1_024, 65_536}, new int[] {16});
        }
        if (isWanted(wanted, "floods")) {
            floods(new int[] {128, 1_024, 65_536}, new int[] {1, 16, 256});
        }
        if (isWanted(wanted, "echo")) {
            echoes();
        }
        if (isWanted(wanted, "shared")) {
            shared();
        }
        if (isWanted(wanted, "stalled")) {
            stalled();
        }
        if (isWanted(wanted, "idle")) {
            idle();
        }
        if (isWanted(wanted, "lists")) {
            say(Lists.measure(peers));
        }
        if (isWanted(wanted, "tickets")) {
            say(TicketRates.measured(this));
        }
        if (isWanted(wanted, "upgrades")) {
            say(Upgrades.measured(this));
        }
        if (isWanted(wanted, "alloc")) {
            say(Allocations.measured(this, work));
        }
    }

    private static boolean isWanted(List<String> wanted, String workload) {
        return wanted.isEmpty() || wanted.contains(workload);
    }

    private static boolean isCompared(String peer) {
        return ONLY.isEmpty() || ONLY.contains(peer);
    }

    private void say(String text) {
        System.out.println(text);
        report.append(text).append('\n');
    }

    private void warmUp() throws Exception {
        for (String name : List.of(Peers.FRAMES, Peers.FAST)) {
            Workloads.flood(peers.get(name), "flood-1024", 16, 0, JIT_SECONDS);
            Workloads.echo(peers.get(name), 16, 2_000, 0, JIT_SECONDS / 2);
        }
    }

    Peers peers() {
        return peers;
    }

    /** Measures every peer once a round, in an order drawn anew for each. */
    void interleaved(List<String> names, int rounds, Measure measure) throws Exception {
        for (int round = 0; round < rounds; round++) {
            List<String> shuffled = new ArrayList<>(names);
            shuffled.removeIf(name -> !isCompared(name));
            Collections.shuffle(shuffled, order);
            for (String name : shuffled) {
                measure.run(peers.get(name));
            }
        }
    }

    private void floods(int[] sizes, int[] counts) throws Exception {
        List<String> workloads = new ArrayList<>();
        List<String> all = new ArrayList<>(PROXIES);
        all.add(0, Peers.DIRECT);
        for (int bytes : sizes) {
            for (int connections : counts) {
                String workload = "%d × %d B".formatted(connections, bytes);
                workloads.add(workload);
                Set<String> unable = new HashSet<>();
                interleaved(all, ROUNDS, peer -> {
                    if (!unable.contains(peer.name())) {
                        flood(peer, workload, bytes, connections, unable);
                    }
                });
                System.out.println(workload + " measured");
            }
        }
        say("\nFlood, MB a CPU second of the proxy\n\n" + figures.table("connections × payload", all, workloads));
        List<String> rates =
                workloads.stream().map(workload -> workload + " rate").toList();
        say("Flood, MB/s through (direct: the ceiling of the load generator and the sandbox)\n\n"
                + figures.table("connections × payload", all, rates));
    }

    private void flood(Peer peer, String workload, int bytes, int connections, Set<String> unable) throws Exception {
        try {
            Workloads.Flow flow = Workloads.flood(peer, "flood-" + bytes, connections, WARM_UP_SECONDS, SECONDS);
            figures.add(workload, peer.name(), flow.perCpuSecond());
            figures.add(workload + " rate", peer.name(), flow.perSecond());
        } catch (TimeoutException stuck) {
            unable.add(peer.name());
            peers.discard(peer);
            say("%s: %s did not open its connections behind the flood".formatted(workload, peer.name()));
        }
    }

    private void echoes() throws Exception {
        List<String> all = new ArrayList<>(PROXIES);
        all.add(0, Peers.DIRECT);
        for (String name : List.of(Peers.FRAMES, Peers.FAST)) {
            if (isCompared(name)) {
                Peer gateway = peers.get(name);
                say(name + ": "
                        + WarmUp.until(
                                gateway,
                                () -> Workloads.echo(gateway, MOST_TYPISTS, KEYSTROKES_PER_SECOND, 0, ECHO_SECONDS)));
            }
        }
        List<String> p50 = new ArrayList<>();
        List<String> p99 = new ArrayList<>();
        List<String> cpu = new ArrayList<>();
        for (int connections : new int[] {1, 100, MOST_TYPISTS}) {
            double perSecond = connections == 1 ? 200 : KEYSTROKES_PER_SECOND;
            String name = connections + " connections";
            p50.add(name + " p50");
            p99.add(name + " p99");
            cpu.add(name + " CPU");
            interleaved(all, ROUNDS, peer -> {
                Workloads.Echoes echoes = Workloads.echo(peer, connections, perSecond, 1, ECHO_SECONDS);
                figures.add(name + " p50", peer.name(), Figures.percentile(echoes.millis(), 50) * 1_000);
                figures.add(name + " p99", peer.name(), Figures.percentile(echoes.millis(), 99) * 1_000);
                figures.add(name + " CPU", peer.name(), echoes.cpuMicros());
            });
            System.out.println(name + " measured");
        }
        List<String> rows = new ArrayList<>(p50);
        rows.addAll(p99);
        rows.addAll(cpu);
        say("\nKeystroke and echo, µs; CPU: µs of the proxy for each\n\n" + figures.table("", all, rows));
    }

    private void shared() throws Exception {
        String workload = SHARED_VIEWERS + " viewers of one session";
        List<String> names = List.of(Peers.DIRECT, Peers.NGINX, Peers.NGINX_64K, Peers.FAST);
        interleaved(names, ROUNDS, peer -> {
            Peer asked = peer.name().equals(Peers.FAST)
                    ? new Peer(peer.name(), peer.process(), peer.port(), peer.path(), "gastown.terminal.v2")
                    : peer;
            Workloads.Flow flow =
                    Workloads.flood(asked, "flood-1024", SHARED_VIEWERS, WARM_UP_SECONDS * 2, SECONDS * 2);
            figures.add(workload, peer.name(), flow.perCpuSecond());
            figures.add(workload + " rate", peer.name(), flow.perSecond());
        });
        say("\nOne session's flood to many viewers, MB a CPU second of the proxy, and MB/s\n\n"
                + figures.table("", names, List.of(workload, workload + " rate")));
    }

    private void stalled() throws Exception {
        Peer fast = peers.get(Peers.FAST);
        List<Client> others = Workloads.open(fast, "echo", 99, new LongAdder());
        Workloads.Echoes before = Workloads.type(fast, others, 2_000, 1, ECHO_SECONDS);
        long resident = fast.residentBytes();
        List<Client> stalls = Workloads.open(fast, "flood-1024", 1, new LongAdder());
        stalls.get(0).stall();
        Workloads.Echoes with = Workloads.type(fast, others, 2_000, 1, ECHO_SECONDS);
        say(
                "\nOne stalled viewer of a flood among 100: memory grew by %s MB; echoes of the others p99 %s µs, without %s µs\n"
                        .formatted(
                                Figures.number((fast.residentBytes() - resident) / 1e6),
                                Figures.number(Figures.percentile(with.millis(), 99) * 1_000),
                                Figures.number(Figures.percentile(before.millis(), 99) * 1_000)));
        others.forEach(Client::close);
        stalls.forEach(Client::close);
    }

    private void idle() throws Exception {
        StringBuilder lines = new StringBuilder("\nIdle connections: " + IDLE + "\n\n");
        for (String name : List.of(Peers.FRAMES, Peers.FAST)) {
            System.out.println("idle: " + name);
            Peer peer = peers.freshGateway(name);
            Workloads.open(peer, "idle", 100, new LongAdder()).forEach(Client::close);
            long before = peer.residentBytes();
            List<Client> clients = Workloads.open(peer, "idle", IDLE, new LongAdder());
            long after = peer.residentBytes();
            lines.append("- %s: %s kB a connection, %s MB in all%n"
                    .formatted(name, Figures.number((after - before) / 1e3 / IDLE), Figures.number(after / 1e6)));
            clients.forEach(Client::close);
            Workloads.pause(2);
        }
        say(lines.toString());
    }
}
