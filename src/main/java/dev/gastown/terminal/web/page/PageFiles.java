package dev.gastown.terminal.web.page;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The dashboard's files out of the jar. Files under {@code /assets} carry a hash in their name and never change. The
 * build compressed what is worth it, into a folder a content coding: such a file is sent as it lies there, so that no
 * request costs a compression, and nothing else of the server is ever compressed.
 */
public final class PageFiles {
    /**
     * In the jar, and nowhere else: a folder of that name in the working directory would be served instead. At its top:
     * Vert.x copies the folders above a file out of the jar as well, and there the first visitor would wait for it.
     */
    private static final String ROOT = "dev.gastown.terminal.page";

    private static final String COMPRESSED = "dev.gastown.terminal.compressed-page/";
    private static final String ASSETS = "/assets";
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final int OK = 200;

    /** No dot begins a name: nothing leads out of the folder. */
    private static final Pattern PLAIN = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

    /** Whether there is a file at such a path. */
    public static boolean has(String path) {
        return PLAIN.matcher(path).matches() && PageFiles.class.getClassLoader().getResource(ROOT + path) != null;
    }

    /** Mounts them as the last routes: whatever is not a file is 404. */
    public void mount(Router router) {
        files(router, ASSETS + "/*", ASSETS, files -> files.setMaxAgeSeconds(FOR_EVER.toSeconds()));
        route(router, "/*").handler(context -> {
            // The page names the assets of its build: a cached one would ask for files that are gone.
            context.addHeadersEndHandler(headers -> context.response().putHeader("Cache-Control", "no-cache"));
            context.next();
        });
        files(router, "/*", "", UnaryOperator.identity());
    }

    /** A file that has no compressed form is not found there, and goes on to the folder that has them all. */
    private static void files(Router router, String path, String folder, UnaryOperator<StaticHandler> options) {
        Map<String, Handler<RoutingContext>> compressed = ContentCoding.COMPRESSED.stream()
                .collect(Collectors.toUnmodifiableMap(
                        coding -> coding, coding -> options.apply(in(COMPRESSED + coding + folder))));
        route(router, path).handler(context -> sendCompressed(context, compressed));
        route(router, path).handler(options.apply(in(ROOT + folder)));
    }

    private static void sendCompressed(RoutingContext context, Map<String, Handler<RoutingContext>> compressed) {
        MultiMap headers = context.response().headers();
        headers.set(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        String coding = ContentCoding.wantedBy(context.parsedHeaders().acceptEncoding());
        Handler<RoutingContext> files = compressed.get(coding);
        // Parts of different codings must never be put together, and nothing but the date would tell them apart.
        if (files == null || context.request().headers().contains("Range")) {
            context.next();
            return;
        }
        Route here = context.currentRoute();
        context.addHeadersEndHandler(end -> {
            if (context.currentRoute() == here && context.response().getStatusCode() == OK) {
                headers.set(HttpHeaders.CONTENT_ENCODING, coding);
            }
        });
        files.handle(context);
    }

    private static StaticHandler in(String folder) {
        return StaticHandler.create(folder).setIncludeHidden(false).setDefaultContentEncoding("utf-8");
    }

    private static Route route(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
