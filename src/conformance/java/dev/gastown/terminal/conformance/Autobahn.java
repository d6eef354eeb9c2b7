package dev.gastown.terminal.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The Autobahn test suite, run by Jython in a process of its own. */
final class Autobahn {
    /** Everything but performance (9) and compression (12, 13), which the gateway does not speak. */
    private static final List<String> CASES = List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*");

    private static final int DEADLINE_MINUTES = 15;
    private static final String CLIENT = """
            import json, sys
            from autobahntestsuite import wstest
            spec = json.load(open(sys.argv[1]))
            wstest.start({'mode': 'fuzzingclient', 'debug': False}, spec)
            """;

    private final Path folder;

    /** @param folder for its reports */
    Autobahn(Path folder) {
        this.folder = folder;
    }

    /** Plays every case against a server; returns when all are done. */
    void testServer(String agent, int port) throws IOException, InterruptedException {
        JsonObject server = new JsonObject()
                .put("agent", agent)
                .put("url", "ws://127.0.0.1:" + port)
                .put("options", new JsonObject().put("version", 18));
        Process process = jython(CLIENT, cases().put("servers", new JsonArray().add(server)))
                .redirectErrorStream(true)
                .redirectOutput(output())
                .start();
        if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("The test suite did not end within " + DEADLINE_MINUTES + " min");
        }
    }

    /** Starts the server that plays each case against a client. */
    FuzzingServer startServer() throws IOException {
        return new FuzzingServer(jython(FuzzingServer.PYTHON, cases().put("url", "ws://127.0.0.1"))
                .redirectError(output()));
    }

    /** How each case went, by its number. */
    Map<String, Verdict> verdicts(String agent) throws IOException {
        JsonObject all = new JsonObject(Files.readString(folder.resolve("index.json"))).getJsonObject(agent);
        Map<String, Verdict> verdicts = new TreeMap<>(Verdict.BY_NUMBER);
        all.fieldNames().forEach(number -> {
            JsonObject one = all.getJsonObject(number);
            verdicts.put(number, new Verdict(one.getString("behavior"), one.getString("behaviorClose")));
        });
        return verdicts;
    }

    private JsonObject cases() {
        return new JsonObject()
                .put("outdir", folder.toString())
                .put("options", new JsonObject().put("failByDrop", false))
                .put("cases", new JsonArray(CASES))
                .put("exclude-cases", new JsonArray())
                .put("exclude-agent-cases", new JsonObject());
    }

    private File output() {
        return folder.resolve("output.txt").toFile();
    }

    private ProcessBuilder jython(String python, JsonObject spec) throws IOException {
        Files.createDirectories(folder);
        Path script = Files.writeString(folder.resolve("run.py"), python);
        Path specFile = Files.writeString(folder.resolve("spec.json"), spec.encodePrettily());
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.python.util.jython",
                script.toString(),
                specFile.toString());
    }
}
