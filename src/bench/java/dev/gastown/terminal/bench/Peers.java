package dev.gastown.terminal.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts the sandbox and everything that is compared, each as a process of its own on loopback. */
final class Peers implements AutoCloseable {
    static final String DIRECT = "direct";
    static final String NGINX = "nginx";
    static final String NGINX_64K = "nginx 64k";
    static final String HAPROXY = "haproxy";
    static final String NODE = "node ws";
    static final String HTTP_PROXY = "http-proxy";
    static final String FRAMES = "frames";
    static final String FAST = "fast";

    /** Between two polls of a watched town, and so between two pushes; milliseconds. */
    static final int POLL_MILLIS = Integer.parseInt(System.getenv().getOrDefault("POLL_MILLIS", "5000"));

    private static final long DEADLINE_NANOS = 30_000_000_000L;

    private final Path bench;
    private final Path work;
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Peer sandbox;

    /**
     * @param bench the folder {@code src/bench}
     * @param work a folder for configuration and logs
     */
    Peers(Path bench, Path work) throws IOException {
        this.bench = bench;
        this.work = work;
        Process process = java(
                "sandbox",
                Map.of(),
                "-Dlogback.configurationFile=" + bench.resolve("peers/logback.xml"),
                "-cp",
                System.getProperty("java.class.path"),
                FakeSandbox.class.getName());
        sandbox =
                new Peer("sandbox", process, Integer.parseInt(ready(process, FakeSandbox.READY)), session -> "", null);
    }

    Peer sandbox() {
        return sandbox;
    }

    /** Starts a peer, or gives the one that runs. */
    Peer get(String name) throws IOException {
        Peer running = peers.get(name);
        if (running == null) {
            running = start(name);
            peers.put(name, running);
        }
        return running;
    }

    /** Ends a peer that is stuck in its work, so that it disturbs nobody; {@link #get} starts it anew. */
    void discard(Peer stuck) {
        if (stuck.process() != sandbox.process()) {
            peers.remove(stuck.name());
            stuck.stop();
        }
    }

    /** A gateway of its own, for what must not be disturbed by what came before. */
    Peer freshGateway(String mode, String... jvmOptions) throws IOException {
        Peer gateway = gateway(mode, jvmOptions);
        peers.put(mode + " " + peers.size(), gateway);
        return gateway;
    }

    private Peer start(String name) throws IOException {
        return switch (name) {
            // Its processor time is the sandbox's own: what it costs to send alone.
            case DIRECT -> new Peer(name, sandbox.process(), sandbox.port(), session -> "/sessions/" + session, null);
            case NGINX -> proxy(name, "nginx.conf", "# defaults");
            case NGINX_64K ->
                proxy(name, "nginx.conf", "proxy_buffer_size 64k; proxy_buffers 8 64k; proxy_busy_buffers_size 128k;");
            case HAPROXY -> proxy(name, "haproxy.cfg", "");
            case NODE -> node(name, "bridge.mjs");
            case HTTP_PROXY -> node(name, "httpproxy.mjs");
            default -> gateway(name);
        };
    }

    private Peer proxy(String name, String template, String buffers) throws IOException {
        int port = freePort();
        Path conf = work.resolve(name.replace(' ', '-') + ".conf");
        Files.writeString(
                conf,
                Files.readString(bench.resolve("peers").resolve(template))
                        .replace("@PORT@", Integer.toString(port))
                        .replace("@SANDBOX@", Integer.toString(sandbox.port()))
                        .replace("@BUFFERS@", buffers)
                        .replace("@WORK@", work.toString()));
        List<String> command = template.startsWith("nginx")
                ? List.of("nginx", "-c", conf.toString(), "-p", work.toString())
                : List.of("haproxy", "-f", conf.toString());
        return listening(new Peer(name, run(name, command, Map.of()), port, session -> "/sessions/" + session, null));
    }

    private Peer node(String name, String script) throws IOException {
        int port = freePort();
        List<String> command = List.of(
                System.getProperty("bench.node", "node"),
                bench.resolve("peers").resolve(script).toString(),
                Integer.toString(port),
                Integer.toString(sandbox.port()));
        return listening(new Peer(name, run(name, command, Map.of()), port, session -> "/sessions/" + session, null));
    }

    private Peer gateway(String mode, String... jvmOptions) throws IOException {
        Path conf = work.resolve("gateway.yaml");
        Files.writeString(
                conf, """
                relay: {mode: %s}
                poller: {intervalMillis: %d, timeoutMillis: %d}
                limits: {socketsPerUser: 0, socketsPerTown: 0, socketsPerNode: 0, ticketsPerUserPerMinute: 0}
                towns:
                  - townId: %s
                    name: Bench
                    owners: [%s]
                    sandboxUrl: http://127.0.0.1:%d
                    sandboxKey: a key for benchmarks only
                """.formatted(mode, POLL_MILLIS, POLL_MILLIS, Tickets.TOWN, Tickets.USER, sandbox.port()));
        List<String> arguments = new ArrayList<>(List.of(jvmOptions));
        arguments.addAll(javaOptions(mode));
        arguments.addAll(List.of("-jar", System.getProperty("bench.jar"), "gateway"));
        Map<String, String> environment = new HashMap<>(environment(0, false));
        environment.put("GASTOWN_CONFIG", conf.toString());
        Process process = java(mode, environment, arguments.toArray(String[]::new));
        int port = URI.create(ready(process, "Dashboard:")).getPort();
        return new Peer(
                mode,
                process,
                port,
                session -> "/api/gastown/terminal?ticket=" + Tickets.ticket(session, session.equals("echo")),
                null);
    }

    private Process java(String name, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(List.of(arguments));
        return run(name, command, environment);
    }

    private Process run(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(new File(work.toFile(), name.replace(' ', '-') + ".log"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** What a process says behind these words when it is ready. */
    private static String ready(Process process, String words) throws IOException {
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(words)) {
                return line.substring(words.length()).strip();
            }
        }
        throw new IOException("A process ended before it was ready; its log is in the work folder");
    }

    private static Peer listening(Peer peer) throws IOException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), peer.port()).close();
                return peer;
            } catch (IOException notYet) {
                if (System.nanoTime() > deadline || !peer.process().isAlive()) {
                    throw new IOException(peer.name() + " does not listen; its log is in the work folder", notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    /**
     * A gateway's on loopback, with the benchmark's secrets.
     *
     * @param port where browsers come, 0 for a free one
     * @param clustered whether it is the only member of a cluster, else alone
     */
    static Map<String, String> environment(int port, boolean clustered) {
        return Map.of(
                "GASTOWN_HTTP_HOST", "127.0.0.1",
                "GASTOWN_HTTP_PORT", Integer.toString(port),
                "GASTOWN_MANAGEMENT_HOST", "127.0.0.1",
                "GASTOWN_MANAGEMENT_PORT", "0",
                "GASTOWN_CLUSTERED", Boolean.toString(clustered),
                "GASTOWN_CLUSTER_HOST", "127.0.0.1",
                "GASTOWN_CLUSTER_PORT", "0",
                "GASTOWN_TICKET_SECRET", Tickets.TICKET_SECRET,
                "GASTOWN_SESSION_SECRET", Tickets.SESSION_SECRET);
    }

    /** Those for a gateway's JVM that the benchmark was started with. */
    static List<String> javaOptions(String mode) {
        return Stream.of(
                        System.getenv().getOrDefault("GATEWAY_JAVA_OPTIONS", "").split(" "))
                .filter(option -> !option.isEmpty())
                .map(option -> option.replace("@MODE@", mode))
                .toList();
    }

    /** The Java that runs the benchmark. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        peers.values().forEach(Peer::stop);
        sandbox.stop();
    }
}
