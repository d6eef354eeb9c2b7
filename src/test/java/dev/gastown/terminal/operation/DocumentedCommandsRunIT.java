package dev.gastown.terminal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import dev.gastown.terminal.Prerequisite;
import dev.gastown.terminal.TestTown;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of shell commands in the documents runs, in a directory like a checkout. What would run for ever is ended
 * once it is ready; Docker, a Kubernetes cluster and the build itself are stood in for by src/test/documented-commands.
 */
class DocumentedCommandsRunIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern CONFIGURATION = Pattern.compile("(?ms)^```yaml\\n# my-gateway.yaml\\n(.*?)^```$");
    private static final long DEADLINE_SECONDS = 120;

    /** The key that the README's two processes share. */
    private static final String KEY = "a-shared-key";

    @TempDir
    private static Path checkout;

    private static TestTown town;
    private static GatewayProcess sandbox;
    private static Map<String, String> environment;

    @BeforeAll
    static void prepare() throws IOException {
        for (String program : new String[] {"kubectl", "python3", "openssl"}) {
            Prerequisite.install(program);
        }
        town = TestTown.start().session("hq-mayor", "exec cat");
        sandbox = GatewayProcess.agentOf(town)
                .environment("GASTOWN_SANDBOX_KEY", KEY)
                .start();
        for (String part : new String[] {"target", "src", "examples", "docs", "conf", "Dockerfile"}) {
            Files.createSymbolicLink(checkout.resolve(part), PROJECT.resolve(part));
        }
        copy(PROJECT.resolve("k8s"), checkout.resolve("k8s"));
        Files.createDirectories(checkout.resolve("webroot/example"));
        for (String file : new String[] {"package.json", "example/package.json"}) {
            Files.copy(
                    PROJECT.resolve("webroot").resolve(file),
                    checkout.resolve("webroot").resolve(file));
        }
        Path tools = PROJECT.resolve("src/test/documented-commands");
        Files.createSymbolicLink(checkout.resolve("mvnw"), tools.resolve("mvnw"));
        Matcher configuration = CONFIGURATION.matcher(Files.readString(Path.of("README.md")));
        assertThat(configuration.find()).isTrue();
        Files.writeString(
                checkout.resolve("my-gateway.yaml"),
                configuration.group(1).replace("http://127.0.0.1:8081", sandbox.origin()));
        environment = environment(tools);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
        town.close();
    }

    @TestFactory
    Stream<DynamicTest> inEveryDocument() throws IOException {
        List<Path> documents =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("SECURITY.md"), Path.of("webroot/README.md")));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents) {
            String text = Files.readString(document);
            for (MatchResult block : COMMANDS.matcher(text).results().toList()) {
                String commands = block.group(1);
                String name = document + ": " + commands.lines().findFirst().orElseThrow();
                Path at = document.startsWith("webroot") ? checkout.resolve("webroot") : checkout;
                tests.add(DynamicTest.dynamicTest(name, () -> run(at, commands)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    private static void run(Path at, String commands) throws Exception {
        // In the background something would only outlive its block.
        String inOrder = commands.replaceAll(" &$", "").replaceAll("(?m) &$", "");
        Path said = Files.createTempFile(checkout, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", inOrder)
                .directory(at.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GASTOWN_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as(commands)
                    .isTrue();
            assertThat(process.exitValue())
                    .as(commands + "\nsays\n" + Files.readString(said, StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private static Map<String, String> environment(Path tools) {
        Map<String, String> variables = new HashMap<>();
        String path = System.getenv("PATH");
        variables.put("DOCUMENTED_TOOLS", tools.toString());
        variables.put("DOCUMENTED_PROJECT", PROJECT.toString());
        variables.put("DOCUMENTED_KUBECTL", find("kubectl", path));
        variables.put("DOCUMENTED_PYTHON", find("python3", path));
        variables.put(
                "DOCUMENTED_JAVA",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        variables.put("PATH", tools + File.pathSeparator + path);
        variables.put("HOME", checkout.toString());
        // A free port for each, and what the commands of a gateway's operator need.
        for (String port : new String[] {"HTTP_PORT", "MANAGEMENT_PORT", "SANDBOX_PORT", "CLUSTER_PORT"}) {
            variables.put("GASTOWN_" + port, "0");
        }
        variables.put("GASTOWN_HTTP_HOST", "127.0.0.1");
        variables.put("GASTOWN_MANAGEMENT_HOST", "127.0.0.1");
        variables.put("GASTOWN_TICKET_SECRET", "a ticket secret of the tests, long enough for HS256");
        variables.put("GASTOWN_SESSION_SECRET", "a session secret of the tests, long enough for HS256");
        variables.put("GASTOWN_CONFIG", checkout.resolve("my-gateway.yaml").toString());
        variables.put("SPRINGFIELD_KEY", KEY);
        return variables;
    }

    private static String find(String program, String path) {
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
