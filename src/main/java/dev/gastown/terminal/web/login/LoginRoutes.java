package dev.gastown.terminal.web.login;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;
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

    static final String SESSION = LOGIN + "/session";
    static final String CALLBACK = LOGIN + "/callback";
    static final String RENEW = LOGIN + "/renew";
    static final String LOGOUT = "/logout";

    /** Every path there may be; none of them carries anything of a person's. */
    public static final Set<String> PATHS = Set.of(LOGIN, SESSION, CALLBACK, RENEW, LOGOUT);

    /** Adds them all. */
    public void mount(Router router) {
        ways.forEach(way -> way.accept(router));
    }
}
