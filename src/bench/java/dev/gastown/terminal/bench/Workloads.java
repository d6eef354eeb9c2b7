package dev.gastown.terminal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/** What is done to a peer, once; every one of them ends by itself. */
final class Workloads {
    private static final long OPEN_DEADLINE_SECONDS = 60;

    /** Connections being opened at once: the handshakes of thousands must not time out behind one another. */
    private static final int OPENING_AT_ONCE = 64;

    private static final double MEGA = 1e6;

    private Workloads() {}

    /**
     * @param megabytes received by all viewers
     * @param cpuSeconds used by the peer meanwhile; 0 where there is none
     * @param seconds measured
     */
    record Flow(double megabytes, double cpuSeconds, double seconds) {
        double perCpuSecond() {
            return cpuSeconds == 0 ? Double.NaN : megabytes / cpuSeconds;
        }

        double perSecond() {
            return megabytes / seconds;
        }
    }

    /**
     * @param millis of every round trip
     * @param cpuMicros used by the peer for one
     */
    record Echoes(double[] millis, double cpuMicros) {}

    /** @throws TimeoutException when the last of them is not open in time: a flooded proxy may never get to a handshake */
    static List<Client> open(Peer peer, String session, int count, LongAdder received) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(OPEN_DEADLINE_SECONDS);
        List<CompletableFuture<Client>> opening = new ArrayList<>();
        try {
            List<Client> clients = new ArrayList<>();
            for (int from = 0; from < count; from += OPENING_AT_ONCE) {
                for (int i = from; i < Math.min(count, from + OPENING_AT_ONCE); i++) {
                    opening.add(Client.open(peer.port(), peer.path().apply(session), peer.protocol(), received));
                }
                for (CompletableFuture<Client> client : opening.subList(from, opening.size())) {
                    clients.add(client.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
                }
            }
            return clients;
        } catch (ExecutionException | TimeoutException failure) {
            opening.forEach(client -> client.thenAccept(Client::close));
            throw failure;
        }
    }

    /** Viewers that read a flood as fast as they can. */
    static Flow flood(Peer peer, String session, int viewers, double warmUpSeconds, double seconds) throws Exception {
        LongAdder received = new LongAdder();
        List<Client> clients = open(peer, session, viewers, received);
        pause(warmUpSeconds);
        long bytes = received.sum();
        double cpu = peer.cpuSeconds();
        long start = System.nanoTime();
        pause(seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        Flow flow = new Flow((received.sum() - bytes) / MEGA, peer.cpuSeconds() - cpu, elapsed);
        clients.forEach(Client::close);
        return flow;
    }

    /**
     * Keystrokes and their echoes.
     *
     * @param perSecond keystrokes of all viewers together
     */
    static Echoes echo(Peer peer, int viewers, double perSecond, double warmUpSeconds, double seconds)
            throws Exception {
        List<Client> clients = open(peer, "echo", viewers, new LongAdder());
        try {
            return type(peer, clients, perSecond, warmUpSeconds, seconds);
        } finally {
            clients.forEach(Client::close);
        }
    }

    static Echoes type(Peer peer, List<Client> clients, double perSecond, double warmUpSeconds, double seconds)
            throws Exception {
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService typist = Executors.newSingleThreadScheduledExecutor();
        int[] next = {0};
        typist.scheduleAtFixedRate(
                () -> clients.get(next[0]++ % clients.size()).type(nanos -> millis.add(nanos / 1e6)),
                0,
                (long) (1e9 / perSecond),
                TimeUnit.NANOSECONDS);
        pause(warmUpSeconds);
        millis.clear();
        double cpu = peer.cpuSeconds();
        pause(seconds);
        cpu = peer.cpuSeconds() - cpu;
        typist.shutdownNow();
        typist.awaitTermination(1, TimeUnit.SECONDS);
        double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
        return new Echoes(all, all.length == 0 ? Double.NaN : cpu * 1e6 / all.length);
    }

    static void pause(double seconds) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    }
}
