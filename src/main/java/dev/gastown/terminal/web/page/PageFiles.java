package dev.gastown.terminal.web.page;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Duration;

/** The dashboard's files out of the jar. Files under {@code /assets} carry a hash in their name and never change. */
public final class PageFiles {
    /** In the jar, and nowhere else: a folder of that name in the working directory would be served instead. */
    private static final String ROOT = "dev/gastown/terminal/page";

    private static final String ASSETS = "assets";
    private static final Duration FOR_EVER = Duration.ofDays(365);

    /** Mounts them as the last routes: whatever is not a file is 404. */
    public void mount(Router router) {
        files(router, "/" + ASSETS + "/*")
                .handler(StaticHandler.create(ROOT + "/" + ASSETS)
                        .setMaxAgeSeconds(FOR_EVER.toSeconds())
                        .setIncludeHidden(false));
        files(router, "/*").handler(context -> {
            // The page names the assets of its build: a cached one would ask for files that are gone.
            context.addHeadersEndHandler(headers -> context.response().putHeader("Cache-Control", "no-cache"));
            context.next();
        });
        files(router, "/*").handler(StaticHandler.create(ROOT).setIncludeHidden(false));
    }

    private static Route files(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
