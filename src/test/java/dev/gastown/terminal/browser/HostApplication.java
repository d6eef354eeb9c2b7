package dev.gastown.terminal.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Somebody else's application that embeds the components: a copy of {@code webroot/example}, with the packed library
 * installed as npm installs it, on an origin of its own.
 */
final class HostApplication implements AutoCloseable {
    private static final Path PAGE = Path.of("webroot").toAbsolutePath();
    private static final Path NODE =
            Path.of(System.getProperty("gastown.node", ".node/node/node")).toAbsolutePath();
    private static final String NPM = "node_modules/npm/bin/npm-cli.js";
    private static final int DEADLINE_SECONDS = 120;

    private final Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    /** @param user whose token the application's own server gives to its page */
    HostApplication(String user) {
        try {
            directory = Files.createTempDirectory("gastown-test-host");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Router router = Router.router(vertx);
        router.get("/gastown-token")
                .handler(context -> context.end(GatewayProcess.login(user).getValue()));
        router.get()
                .handler(StaticHandler.create(
                        FileSystemAccess.ROOT, application().resolve("dist").toString()));
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    String origin() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Packs the library, installs it, checks the application's types against the library's, and builds it. */
    HostApplication build(String gatewayOrigin, String townId) throws IOException {
        npm(PAGE, Map.of(), "pack", "--pack-destination", directory.toString());
        copyExample();
        npm(application(), Map.of(), "install", "--prefer-offline", "--no-audit", "--no-fund", "--no-progress");
        npm(application(), Map.of("VITE_GATEWAY", gatewayOrigin, "VITE_TOWN", townId), "run", "build");
        return this;
    }

    /** What npm put into the application beside its own packages, by name. */
    List<String> installed(String scope) throws IOException {
        try (Stream<Path> packages =
                Files.list(application().resolve("node_modules").resolve(scope))) {
            return packages.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private Path application() {
        return directory.resolve("example");
    }

    private void copyExample() throws IOException {
        Files.createDirectories(application());
        for (String file : List.of(".npmrc", "package.json", "tsconfig.json", "index.html", "main.tsx")) {
            Files.copy(PAGE.resolve("example").resolve(file), application().resolve(file));
        }
    }

    private static void npm(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(NODE.toString(), NODE.resolveSibling(NPM).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment()
                .merge("PATH", NODE.getParent().toString(), (path, node) -> node + File.pathSeparator + path);
        Process npm = builder.start();
        npm.getOutputStream().close();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(npm.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
        assertThat(npm.exitValue()).as(output).isZero();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("No answer", e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
