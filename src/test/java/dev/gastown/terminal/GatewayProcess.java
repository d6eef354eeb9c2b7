package dev.gastown.terminal;

import dev.gastown.terminal.web.RawHttp;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The built jar as people run it: {@code java -jar gastown.jar <command>}, on free ports, with secrets and a
 * configuration file of its own. It logs everything, and must not have told a {@link Secrets secret} when
 * {@link #close()} ends it, which leaves nothing behind; so does the end of the tests' JVM.
 */
public final class GatewayProcess implements AutoCloseable {
    /** What a gateway needs to reach a sandbox that was started here too. */
    public static final String SANDBOX_KEY = "sandbox key of the tests";

    private static final String SESSION_SECRET = "session secret of the tests, long enough for HS256";
    private static final String TICKET_SECRET = "ticket secret of the tests, also long enough for HS256";
    private static final String COOKIE = "gastown_session";
    private static final Path JAR = Path.of(System.getProperty("gastown.jar", "target/gastown.jar"));
    private static final Pattern READY = Pattern.compile("(?:Dashboard|Sandbox agent): (\\S+)");
    private static final Duration START_DEADLINE = Duration.ofSeconds(40);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(20);
    private static final Duration TOKEN_LIFE = Duration.ofHours(3);

    /** Lives for seconds, beside a dozen like it: what pays off after minutes only takes their time. */
    private static final List<String> SHORT_LIFE = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path directory;
    private final Path configuration;
    private final Path errorsTo;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread lastResort = new Thread(this::kill);
    private volatile Process process;
    private URI url;

    private GatewayProcess(Setup setup) {
        try {
            directory = Files.createTempDirectory("gastown-test-process");
            configuration = Files.writeString(directory.resolve("gastown.yaml"), setup.file());
            errorsTo = setup.errors.orElse(directory.resolve("stderr"));
            environment = new HashMap<>(setup.environment);
            environment.put("GASTOWN_CONFIG", configuration.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(SHORT_LIFE);
        command.addAll(setup.jvmOptions);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.addAll(setup.arguments);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** What to start; ports are free ones, secrets those of the tests, unless said otherwise. */
    public static Setup command(String... arguments) {
        return new Setup(List.of(arguments));
    }

    /** The agent of a town. */
    public static Setup agentOf(TestTown town) {
        return command(
                "sandbox",
                "--tmux-socket",
                town.socket(),
                "--town-root",
                town.root().toString());
    }

    /** The environment variables it was started with, for other commands with the same configuration. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Collects what a process is started with. */
    public static final class Setup {
        private final List<String> arguments;
        private final List<String> jvmOptions = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private String configuration = "";
        private Optional<Path> errors = Optional.empty();

        private Setup(List<String> arguments) {
            this.arguments = arguments;
            environment.put("GASTOWN_HTTP_HOST", "127.0.0.1");
            environment.put("GASTOWN_MANAGEMENT_HOST", "127.0.0.1");
            environment.put("GASTOWN_HTTP_PORT", "0");
            environment.put("GASTOWN_SANDBOX_PORT", "0");
            environment.put("GASTOWN_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
            environment.put("GASTOWN_SANDBOX_KEY", SANDBOX_KEY);
            environment.put("GASTOWN_SESSION_SECRET", SESSION_SECRET);
            environment.put("GASTOWN_TICKET_SECRET", TICKET_SECRET);
        }

        /** Sets an environment variable. */
        public Setup environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** The configuration file: one town, and no drain to wait for. */
        public Setup town(String townId, String owners, String sandboxUrl, String sandboxKey) {
            return configuration("""
                    limits: {drainSeconds: 0}
                    towns:
                      - {townId: %s, owners: %s, sandboxUrl: '%s', sandboxKey: '%s'}
                    """.formatted(townId, owners, sandboxUrl, sandboxKey));
        }

        /** Writes the file that {@code GASTOWN_CONFIG} names. */
        public Setup configuration(String yaml) {
            configuration = yaml;
            return this;
        }

        /** With the log level, unless it is written on one line and so can't be added to. */
        private String file() {
            return configuration.startsWith("{") ? configuration : configuration + Secrets.LOG_EVERYTHING;
        }

        /** Adds options for the Java virtual machine. */
        public Setup jvm(String... options) {
            jvmOptions.addAll(List.of(options));
            return this;
        }

        /** Has it write its standard error, and so its log, elsewhere; {@link #errors} knows nothing of it then. */
        public Setup errorsTo(Path elsewhere) {
            errors = Optional.of(elsewhere);
            return this;
        }

        /** Starts the process and waits until it says that it is ready. */
        public GatewayProcess start() {
            GatewayProcess started = new GatewayProcess(this);
            try {
                started.launch();
                return started;
            } catch (RuntimeException | Error notReady) {
                started.end();
                throw notReady;
            }
        }
    }

    /** The address the process printed when it was ready; in {@code demo} with the one-time token. */
    public URI url() {
        return url;
    }

    /** Where the process listens, without path and query. */
    public String origin() {
        return url.getScheme() + "://" + url.getAuthority();
    }

    /** Replaces the file that {@code GASTOWN_CONFIG} names. */
    public void configure(String yaml) {
        try {
            Path next = Files.writeString(directory.resolve("next"), yaml);
            Files.move(next, configuration, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port of health and metrics, on the loopback address. */
    public int managementPort() {
        return Integer.parseInt(environment.get("GASTOWN_MANAGEMENT_PORT"));
    }

    public long pid() {
        return process.pid();
    }

    /** Name and value of a cookie that logs a user in. */
    public static Map.Entry<String, String> login(String user) {
        long expires = Instant.now().plus(TOKEN_LIFE).getEpochSecond();
        String content = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
                + "."
                + base64("{\"sub\":\"%s\",\"aud\":\"gastown\",\"exp\":%d}"
                        .formatted(user, expires)
                        .getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SESSION_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signature = base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
            return Map.entry(COOKIE, content + "." + signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Calls a tRPC mutation of the gateway as a user, on a connection that is closed again.
     *
     * @return the answer's data
     */
    public JsonObject mutate(String user, String procedure, JsonObject input) {
        return data(
                procedure,
                RawHttp.send(
                        url.getPort(),
                        "POST /api/trpc/gastown." + procedure + " HTTP/1.1",
                        input.encode(),
                        "Content-Type: application/json",
                        "Authorization: Bearer " + login(user).getValue()));
    }

    /** Calls a tRPC query of the gateway as a user; the answer's data. */
    public JsonObject query(String user, String procedure, JsonObject input) {
        return data(
                procedure,
                RawHttp.send(
                        url.getPort(),
                        "GET /api/trpc/gastown." + procedure + "?input="
                                + URLEncoder.encode(input.encode(), StandardCharsets.UTF_8) + " HTTP/1.1",
                        "",
                        "Authorization: Bearer " + login(user).getValue()));
    }

    private static JsonObject data(String procedure, RawHttp.Answer answer) {
        JsonObject said = answer.json();
        if (!said.containsKey("result")) {
            throw new AssertionError(procedure + ": " + said.encode());
        }
        return said.getJsonObject("result").getJsonObject("data");
    }

    /** The path that opens a terminal, with a ticket of its own. */
    public String terminalPath(String user, String townId, String session) {
        JsonObject input = new JsonObject().put("townId", townId).put("sessionName", session);
        return "/api/gastown/terminal?ticket="
                + mutate(user, "getStreamTicket", input).getString("ticket");
    }

    /** The sum of a metric over its labels; 0 when it is not there. */
    public double metric(String name) {
        return scrape().lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What {@code /metrics} says; nothing where the command has no such port. */
    private String scrape() {
        if (command.contains("sandbox")) {
            return "";
        }
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + environment.get("GASTOWN_MANAGEMENT_PORT") + "/metrics"))
                .timeout(STOP_DEADLINE)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /**
     * Asks the process to end, as an operating system does, and waits until it has.
     *
     * @return its exit status
     */
    public int stop() {
        process.destroy();
        if (!ended(STOP_DEADLINE)) {
            kill();
            throw new AssertionError("Did not end within " + STOP_DEADLINE.toSeconds() + " s:\n" + errors());
        }
        return process.exitValue();
    }

    /** Ends the process as a power cut would. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            ended(STOP_DEADLINE);
        }
    }

    /** Starts a process that was ended again, on the same port and with the same secrets. */
    public void startAgain() {
        String port = Integer.toString(url.getPort());
        environment.put("GASTOWN_HTTP_PORT", port);
        environment.put("GASTOWN_SANDBOX_PORT", port);
        launch();
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                Secrets.assertNoneIn("metrics", scrape());
            }
        } finally {
            end();
        }
    }

    private void end() {
        try {
            if (process != null && process.isAlive()) {
                process.destroy();
                if (!ended(STOP_DEADLINE)) {
                    kill();
                }
            }
            Secrets.assertNoneIn(Stream.of(directory.resolve("stderr")));
        } finally {
            removeLastResort();
            removeFiles();
        }
    }

    private void removeFiles() {
        try {
            Files.deleteIfExists(directory.resolve("gastown.yaml"));
            Files.deleteIfExists(directory.resolve("stderr"));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeLastResort() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs now: there is nothing left to remove.
        }
    }

    private void launch() {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errorsTo.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("GASTOWN_") || name.equals("TMUX"));
        builder.environment().putAll(environment);
        environment.forEach((name, value) -> {
            if (name.matches(".*(KEY|SECRET|PREVIOUS)")) {
                Secrets.keep(value);
            }
        });
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CompletableFuture<URI> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(process, ready), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
        try {
            url = ready.get(START_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            Optional.ofNullable(url.getQuery()).ifPresent(query -> Secrets.keep(query.replaceFirst(".*=", "")));
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Not ready: " + command + "\n" + errors(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Reads to the end, so that the process never waits for a reader. */
    private static void readOutput(Process process, CompletableFuture<URI> ready) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(URI.create(matcher.group(1)));
                }
            }
            ready.completeExceptionally(new IOException("The process ended"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private boolean ended(Duration deadline) {
        try {
            return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the process wrote to its standard error so far. */
    public String errors() {
        try {
            return Files.readString(directory.resolve("stderr"));
        } catch (IOException e) {
            return "(no standard error: " + e.getMessage() + ")";
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
