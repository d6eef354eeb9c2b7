package dev.gastown.terminal.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * How long it takes from the start of a process until it listens on its browsers' port, and to the first request it answers
 * there: the gateway with and without its archive of loaded classes, alone and as a cluster's only member, and a Node server
 * that answers nothing but that. Its processor time until then is told too: it depends less on what else the machine does.
 */
final class Startup {
    private static final int ROUNDS = 11;
    private static final long DEADLINE_NANOS = 60_000_000_000L;
    private static final int LOOKS_EVERY_MILLIS = 2;
    private static final int ANSWER_MILLIS = 5_000;
    private static final String NODE =
            "require('http').createServer((q, a) => a.end()).listen(+process.argv[1], '127.0.0.1')";

    private final Path work;
    private final Figures figures = new Figures();

    /** @param work a folder for the archive and the logs */
    Startup(Path work) {
        this.work = work;
    }

    private record Variant(List<String> command, boolean clustered) {}

    /** Starts and ends everything in turn, and tells the medians. */
    String measure(Random order) throws IOException, InterruptedException {
        Path jar = Files.copy(Path.of(System.getProperty("bench.jar")), work.resolve("gastown.jar"));
        run(List.of("src/build/archive.sh", jar.toString()), Map.of());
        List<String> plain = gateway(jar);
        List<String> archived = gateway(jar, "-XX:SharedArchiveFile=" + work.resolve("gastown.jsa"), "-Xlog:cds=off");
        Map<String, Variant> variants = new LinkedHashMap<>();
        variants.put("gateway", new Variant(plain, false));
        variants.put("gateway, archive", new Variant(archived, false));
        variants.put("clustered", new Variant(plain, true));
        variants.put("clustered, archive", new Variant(archived, true));
        variants.put("Node http", new Variant(List.of(System.getProperty("bench.node", "node"), "-e", NODE), false));
        for (int round = 0; round < ROUNDS; round++) {
            List<String> names = new ArrayList<>(variants.keySet());
            Collections.shuffle(names, order);
            for (String name : names) {
                start(name, variants.get(name));
            }
        }
        return "\nFrom the start of a process until it listens, and to its first answer, ms; CPU: its processor time until then, ms\n\n"
                + figures.table("", List.copyOf(variants.keySet()), List.of("listening", "first answer", "CPU"));
    }

    private static List<String> gateway(Path jar, String... options) {
        List<String> command = new ArrayList<>(List.of(Peers.java()));
        command.addAll(List.of(options));
        command.addAll(Peers.javaOptions(Peers.FAST));
        command.addAll(List.of("-jar", jar.toString(), "gateway"));
        return command;
    }

    private void start(String name, Variant variant) throws IOException, InterruptedException {
        int port = Peers.freePort();
        List<String> command = new ArrayList<>(variant.command());
        if (!command.contains("-jar")) {
            command.add(Integer.toString(port));
        }
        ProcessBuilder builder = builder(command, Peers.environment(port, variant.clustered()));
        long began = System.nanoTime();
        Process process = builder.start();
        Peer peer = new Peer(name, process, port, session -> "/", null);
        try {
            await(peer, began, () -> listens(port));
            figures.add("listening", name, (System.nanoTime() - began) / 1e6);
            await(peer, began, () -> answers(port));
            figures.add("first answer", name, (System.nanoTime() - began) / 1e6);
            figures.add("CPU", name, peer.cpuSeconds() * 1e3);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static void await(Peer peer, long began, BooleanSupplier condition)
            throws IOException, InterruptedException {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > DEADLINE_NANOS || !peer.process().isAlive()) {
                throw new IOException(peer.name() + " does not answer; its log is in the work folder");
            }
            Thread.sleep(LOOKS_EVERY_MILLIS);
        }
    }

    private static boolean listens(int port) {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /api/startup HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                            .formatted(port)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(ANSWER_MILLIS);
            InputStream answer = socket.getInputStream();
            return answer.read() == 'H';
        } catch (IOException notYet) {
            return false;
        }
    }

    private void run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        if (builder(command, environment).start().waitFor() != 0) {
            throw new IOException(command.get(0) + " failed; its log is in the work folder");
        }
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        File log = work.resolve("startup.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .redirectError(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().keySet().removeIf(name -> name.startsWith("GASTOWN_"));
        builder.environment().putAll(environment);
        return builder;
    }
}
