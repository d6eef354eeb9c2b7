package dev.gastown.terminal.web;

import dev.gastown.terminal.web.feed.SessionFeed;
import dev.gastown.terminal.web.login.LoginRoutes;
import dev.gastown.terminal.web.page.PageFiles;
import dev.gastown.terminal.web.trpc.TrpcHandler;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the access log shows of a path: what the gateway has there, and a star for the rest. A path may carry whatever
 * somebody put there by mistake, a ticket or a password too, and the name of a SockJS session is for its browser alone.
 */
public final class ShownPaths implements UnaryOperator<String> {
    private static final String REST = "*";
    private static final Set<String> PLACES = Set.of("/", GatewayRoutes.TERMINAL_PATH, GatewayRoutes.WALL_PATH);
    private static final Set<String> TRANSPORTS =
            Set.of("websocket", "xhr", "xhr_send", "xhr_streaming", "eventsource", "htmlfile", "jsonp", "jsonp_send");

    private final Set<String> procedures;

    /** @param procedures the API's, by name */
    public ShownPaths(Set<String> procedures) {
        this.procedures = procedures;
    }

    @Override
    public String apply(String path) {
        if (PLACES.contains(path) || LoginRoutes.PATHS.contains(path) || PageFiles.has(path)) {
            return path;
        }
        if (path.startsWith(TrpcHandler.BASE_PATH)) {
            return TrpcHandler.BASE_PATH
                    + Stream.of(path.substring(TrpcHandler.BASE_PATH.length()).split(","))
                            .map(name -> procedures.contains(name) ? name : REST)
                            .distinct()
                            .collect(Collectors.joining(","));
        }
        if (path.startsWith(SessionFeed.PATH + "/")) {
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.equals("info")
                    ? SessionFeed.PATH + "/info"
                    : SessionFeed.PATH + "/" + REST + (TRANSPORTS.contains(last) ? "/" + last : "");
        }
        return "/" + REST;
    }
}
