package dev.gastown.terminal.web.login;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every way to log in and out that this gateway has, below {@code /login} and at {@code /logout}. Safe to mount on any
 * number of routers.
 *
 * @param ways each adds its routes to a router
 */
public record LoginRoutes(List<Consumer<Router>> ways) {
    /** Where people are sent to log in. */
    public static final String LOGIN = "/login";

    /** Adds them all. */
    public void mount(Router router) {
        ways.forEach(way -> way.accept(router));
    }
}
