package dev.gastown.terminal.web.login;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What the ways to log in and out answer with, in words for people. */
final class Answers {
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int SERVICE_UNAVAILABLE = 503;

    private static final int SEE_OTHER = 303;

    private Answers() {}

    /** Nobody keeps what is answered here. */
    static void keepNothing(RoutingContext context) {
        context.response().putHeader("Cache-Control", "no-store");
    }

    static void redirect(RoutingContext context, String to) {
        context.response().setStatusCode(SEE_OTHER).putHeader("Location", to).end();
    }

    /** One line. */
    static void text(RoutingContext context, int status, String words) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(words + "\n");
    }

    /** A page with one sentence and the way to begin again. */
    static void page(RoutingContext context, int status, String words) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gastown</title>"
                        + "<meta name=\"viewport\" content=\"width=device-width\"><p>" + words
                        + "</p><p><a href=\"" + LoginRoutes.LOGIN + "\">Log in</a></p></html>\n");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
