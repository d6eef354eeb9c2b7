package dev.gastown.terminal.browser;

import com.microsoft.playwright.Page;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Somebody else's web server, and what its pages try: {@code foreign-page.js} tells. */
final class ForeignPage {
    private static final String SCRIPT = script();
    /** Of a page that gives up its origin: browsers then say that it is {@code null}. */
    private static final String NO_ORIGIN = "sandbox allow-scripts allow-forms";

    private final HttpServer server;

    ForeignPage(Vertx vertx) {
        server = ScriptedSandbox.await(vertx.createHttpServer()
                .requestHandler(request -> {
                    request.response().putHeader("Content-Type", "text/html; charset=utf-8");
                    if (request.path().equals("/no-origin")) {
                        request.response().putHeader("Content-Security-Policy", NO_ORIGIN);
                    }
                    request.response().end("<!doctype html><title>Kittens</title><body>Look, kittens</body>");
                })
                .listen(0, "127.0.0.1"));
    }

    /** Where it is found by a name of this machine. */
    String origin(String host) {
        return "http://" + host + ":" + server.actualPort();
    }

    /**
     * Has a page make attempts, all at once.
     *
     * @param names of attempts; all of them when none is named
     * @return what each of them learned, the empty string for nothing
     */
    @SuppressWarnings("unchecked")
    static Map<String, String> attempt(Page page, Map<String, String> target, String... names) {
        String call = "([target, names]) => { " + SCRIPT + "; return attempt(target, names); }";
        List<String> chosen = names.length == 0 ? null : Arrays.asList(names);
        return (Map<String, String>) page.evaluate(call, Arrays.asList(target, chosen));
    }

    private static String script() {
        try (InputStream script = ForeignPage.class.getResourceAsStream("/browser/foreign-page.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
