package dev.gastown.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gateway is made of is written down, in the jar and before it is built. */
class PartsAreKnownIT {
    private static final Path JAR = Path.of(System.getProperty("gastown.jar", "target/gastown.jar"));

    /** Copied by Hazelcast and netty into their own jars, under other names: they come and go with these. */
    private static final List<String> INSIDE_OTHERS = List.of(
            "com.fasterxml.jackson.jr:jackson-jr-annotation-support",
            "com.fasterxml.jackson.jr:jackson-jr-objects",
            "com.github.erosb:everit-json-schema",
            "com.hazelcast:hazelcast-tpc-engine",
            "com.zaxxer:HikariCP",
            "io.github.classgraph:classgraph",
            "org.jctools:jctools-core",
            "org.json:json",
            "org.snakeyaml:snakeyaml-engine");

    @Test
    void inTheJarItself() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Set<String> parts = parts(jar, "META-INF/sbom/gastown.cdx.json");
            Set<String> packed = packed(jar);
            packed.removeIf(part -> INSIDE_OTHERS.stream().anyMatch(inside -> part.startsWith(inside + ":")));
            assertThat(packed).isNotEmpty().isSubsetOf(parts);
            assertThat(parts).noneMatch(part -> part.contains("junit") || part.contains("playwright"));
            assertThat(parts(jar, "META-INF/sbom/page.cdx.json"))
                    .contains(pageDependencies().map(JsonPart::toString).toArray(String[]::new));
        }
    }

    @Test
    void inOneVersionEach() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .doesNotContainPattern("[>.]version>[^<]*(LATEST|RELEASE)")
                .doesNotContainPattern("version>[^<]*[\\[(,][^<]*</[^>]*version>\\s*+(?!</require)");
        assertThat(pageDependencies())
                .isNotEmpty()
                .allSatisfy(part -> assertThat(part.version()).matches("\\d+\\.\\d+\\.\\d+"));
        JsonObject locked = json(Path.of("webroot/package-lock.json")).getJsonObject("packages");
        assertThat(locked.fieldNames().stream().filter(path -> !path.isEmpty()))
                .allSatisfy(path -> assertThat(locked.getJsonObject(path).getString("integrity"))
                        .as(path)
                        .startsWith("sha512-"));
    }

    private record JsonPart(String name, String version) {
        @Override
        public String toString() {
            return name + ":" + version;
        }
    }

    private static Stream<JsonPart> pageDependencies() throws IOException {
        JsonObject manifest = json(Path.of("webroot/package.json"));
        return Stream.of("dependencies", "devDependencies")
                .map(manifest::getJsonObject)
                .flatMap(JsonObject::stream)
                .map(part -> new JsonPart(part.getKey(), (String) part.getValue()));
    }

    private static JsonObject json(Path file) throws IOException {
        return Buffer.buffer(Files.readAllBytes(file)).toJsonObject();
    }

    /** Group or scope, name and version of everything a bill of materials names. */
    private static Set<String> parts(JarFile jar, String bill) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getJarEntry(bill))) {
            JsonObject read = Buffer.buffer(content.readAllBytes()).toJsonObject();
            assertThat(read.getString("bomFormat")).isEqualTo("CycloneDX");
            return read.getJsonArray("components").stream()
                    .map(JsonObject.class::cast)
                    .map(part -> Stream.of(part.getString("group"), part.getString("name"), part.getString("version"))
                            .filter(word -> word != null && !word.isEmpty())
                            .collect(Collectors.joining(":")))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Everything in the jar that Maven built and that says so. */
    private static Set<String> packed(JarFile jar) throws IOException {
        List<JarEntry> entries = jar.stream()
                .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom.properties"))
                .filter(entry -> !entry.getName().contains("dev.gastown"))
                .toList();
        Set<String> packed = new TreeSet<>();
        for (JarEntry entry : entries) {
            Properties part = new Properties();
            try (InputStream content = jar.getInputStream(entry)) {
                part.load(content);
            }
            packed.add(String.join(
                    ":", part.getProperty("groupId"), part.getProperty("artifactId"), part.getProperty("version")));
        }
        return packed;
    }
}
