package dev.gastown.terminal.relay;

import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.Prerequisite;
import dev.gastown.terminal.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A proxy before the gateway, in a process of its own, that closes connections on which nothing moves. */
final class ProxyBefore implements AutoCloseable {
    private final Path folder;
    private final int port = FreePort.find();
    private final Process process;

    private ProxyBefore(String program, String configuration, List<String> arguments) throws IOException {
        Prerequisite.install(program);
        folder = Files.createTempDirectory("gastown-test-proxy");
        Path file = Files.writeString(
                folder.resolve("proxy.conf"),
                configuration.replace("@PORT@", Integer.toString(port)).replace("@FOLDER@", folder.toString()));
        process = new ProcessBuilder(Stream.concat(arguments.stream(), Stream.of(file.toString()))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        TestTown.await(program, this::listens);
    }

    /** As Debian's package configures it, but for the time-outs and where it listens. */
    static ProxyBefore haproxy(int gatewayPort, Duration timeout) throws IOException {
        return new ProxyBefore("haproxy", """
                defaults
                    mode http
                    timeout connect 5000
                    timeout client %1$d
                    timeout server %1$d
                listen gateway
                    bind 127.0.0.1:@PORT@
                    server gateway 127.0.0.1:%2$d
                """.formatted(timeout.toMillis(), gatewayPort), List.of("haproxy", "-f"));
    }

    /** As nginx's manual says how WebSockets are proxied: its time-outs are its own, 60 s. */
    static ProxyBefore nginx(int gatewayPort) throws IOException {
        return new ProxyBefore("nginx", """
                daemon off;
                pid @FOLDER@/pid;
                error_log /dev/stderr;
                events {}
                http {
                    access_log off;
                    server {
                        listen 127.0.0.1:@PORT@;
                        location / {
                            proxy_pass http://127.0.0.1:%d;
                            proxy_http_version 1.1;
                            proxy_set_header Host $http_host;
                            proxy_set_header Upgrade $http_upgrade;
                            proxy_set_header Connection "upgrade";
                        }
                    }
                }
                """.formatted(gatewayPort), List.of("nginx", "-c"));
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
