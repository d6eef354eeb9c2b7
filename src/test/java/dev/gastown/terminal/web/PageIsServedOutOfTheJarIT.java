package dev.gastown.terminal.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gastown.terminal.GatewayProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs from the project's root, where a folder named webroot holds the page's sources. */
class PageIsServedOutOfTheJarIT {
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
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.origin() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
