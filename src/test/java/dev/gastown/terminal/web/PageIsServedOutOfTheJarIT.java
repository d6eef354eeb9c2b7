package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.gastown.terminal.GatewayProcess;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs from the project's root, where a folder named webroot holds the page's sources. */
class PageIsServedOutOfTheJarIT {
    /** Without the WebGL renderer, which comes later and only where there is a graphics card. */
    private static final int FIRST_LOAD_BYTES = 300_000;

    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"/(assets/[^\"]+)\"");
    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayProcess.command("gateway").start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void thePageIsFreshAndItsAssetsAreForEver() throws Exception {
        HttpResponse<String> page = send("GET", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        Matcher script = SCRIPT.matcher(page.body());
        assertThat(script.find()).as(page.body()).isTrue();

        HttpResponse<String> asset = send("GET", script.group(1));
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
        assertThat(asset.headers().firstValue("Cache-Control").orElseThrow()).contains("max-age=31536000");
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        for (String path :
                new String[] {"/", "/nothing", "/api/nothing", "/api/trpc/nothing", "/api/gastown/terminal"}) {
            HttpResponse<String> answer = send("GET", path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("script-src 'self'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(path).hasValue("no-referrer");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .hasValue("nosniff");
        }
    }

    @Test
    void headIsAnsweredLikeGet() throws Exception {
        assertThat(send("HEAD", "/").statusCode()).isEqualTo(200);
    }

    @Test
    void filesComeInTheCodingTheClientWants() throws Exception {
        String script = "/"
                + firstLoad().stream()
                        .filter(path -> path.endsWith(".js"))
                        .findFirst()
                        .orElseThrow();
        byte[] plain = bytes("GET", script).body();

        HttpResponse<byte[]> gzip = bytes("GET", script, "Accept-Encoding", "gzip, deflate");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(plain);
        assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
        HttpResponse<byte[]> br = bytes("GET", script, "Accept-Encoding", "gzip, deflate, br, zstd");
        assertThat(br.headers().firstValue("Content-Encoding")).hasValue("br");
        assertThat(br.body().length).isLessThan(gzip.body().length);
        for (HttpResponse<byte[]> answer : List.of(gzip, br)) {
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .contains("javascript");
            assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                    .contains("immutable", "max-age=31536000");
            assertThat(answer.headers().allValues("Vary"))
                    .singleElement(STRING)
                    .isEqualToIgnoringCase("accept-encoding");
            assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(answer.body().length);
        }

        HttpResponse<byte[]> head = bytes("HEAD", script, "Accept-Encoding", "gzip");
        assertThat(head.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(gzip.body().length);
        HttpResponse<byte[]> unchanged = bytes(
                "GET",
                script,
                "Accept-Encoding",
                "gzip",
                "If-Modified-Since",
                gzip.headers().firstValue("Last-Modified").orElseThrow());
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.headers().firstValue("Vary")).isPresent();

        for (String refusing : new String[] {"*;q=0", "gzip;q=0", "identity", ""}) {
            HttpResponse<byte[]> answer = bytes("GET", script, "Accept-Encoding", refusing);
            assertThat(answer.headers().firstValue("Content-Encoding"))
                    .as(refusing)
                    .isEmpty();
            assertThat(answer.body()).as(refusing).isEqualTo(plain);
            assertThat(answer.headers().firstValue("Vary")).as(refusing).isPresent();
        }
        HttpResponse<byte[]> part = bytes("GET", script, "Accept-Encoding", "br", "Range", "bytes=10-19");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(plain, 10, 20));
    }

    /** Compressed answers whose length an attacker sees give secrets away, and files too small for it gain nothing. */
    @Test
    void onlyTheBuiltFilesAreCompressed() throws Exception {
        for (String path : new String[] {
            "/",
            "/favicon.svg",
            "/nothing",
            "/assets/nothing.js",
            "/api/trpc/gastown.listTowns",
            "/api/gastown/events/info",
            "/api/gastown/terminal",
            "/login"
        }) {
            assertThat(bytes("GET", path, "Accept-Encoding", "br, gzip")
                            .headers()
                            .firstValue("Content-Encoding"))
                    .as(path)
                    .isEmpty();
        }
        assertThat(send("GET", "/compressed/gzip/licenses.md").statusCode()).isEqualTo(404);
    }

    @Test
    void theFirstLoadIsUnder300KilobytesInGzip() throws Exception {
        long sum = bytes("GET", "/").body().length;
        for (String path : firstLoad()) {
            sum += bytes("GET", "/" + path, "Accept-Encoding", "gzip").body().length;
        }
        System.out.printf("First load of the page: %.1f kB in gzip%n", sum / 1000.0);
        assertThat(sum).isLessThan(FIRST_LOAD_BYTES);
    }

    /** What the page names by itself: scripts, what they import at once, and styles. */
    private static List<String> firstLoad() throws Exception {
        List<String> paths = ASSET.matcher(send("GET", "/").body())
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(paths).anyMatch(path -> path.endsWith(".js")).anyMatch(path -> path.endsWith(".css"));
        return paths;
    }

    @Test
    void nothingBesideThePageIsServed() throws Exception {
        for (String path : new String[] {
            "/package.json",
            "/src/main.tsx",
            "/../conf/gateway.yaml",
            "/..%2fconf%2fgateway.yaml",
            "/assets/..%2f..%2fconf%2fgateway.yaml",
            "/%2e%2e/conf/gateway.yaml",
            "/dev/gastown/terminal/conf/gateway.yaml"
        }) {
            HttpResponse<String> answer = send("GET", path);
            assertThat(answer.statusCode()).as(path).isGreaterThanOrEqualTo(400);
            assertThat(answer.body()).as(path).doesNotContain("sessionSecret", "dependencies");
        }
    }

    private static HttpResponse<String> send(String method, String path) throws Exception {
        return HTTP.send(request(method, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** As it came: this client never unpacks anything. */
    private static HttpResponse<byte[]> bytes(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(method, path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(gateway.origin() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
    }
}
