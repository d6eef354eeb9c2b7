package dev.gastown.terminal.relay;

import dev.gastown.terminal.config.LimitSettings;
import dev.gastown.terminal.town.Town;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The sessions this node watches through one connection for all their readers. One object for all instances of the proxy
 * verticle; safe on any thread.
 */
public final class SharedSessions {
    private final ConcurrentMap<Key, SharedSession> open = new ConcurrentHashMap<>();

    /** A town that moved, or got another key, is another place: old viewers stay where they are. */
    private record Key(UUID townId, URI sandbox, Optional<String> sandboxKey, String session) {}

    /**
     * Gives a viewer a seat, at a connection that is made if there is none. Call on the viewer's event loop.
     *
     * @param connect makes the connection, on this event loop
     * @return completes on this event loop, when bytes begin to come. Fails with {@link UpstreamRefusedException} when the
     *     sandbox refuses, and with {@link NotSharedException} when this viewer needs a connection of its own
     */
    Future<SandboxSide> join(
            Town town,
            String session,
            Supplier<Future<Channel>> connect,
            Leg browser,
            LegListener viewer,
            LimitSettings limits,
            RelayMetrics metrics) {
        Key key = new Key(town.id(), town.sandboxUrl(), town.sandboxKey(), session);
        SharedSession fresh = new SharedSession(browser.loop(), limits, over -> open.remove(key, over));
        SharedSession before = open.putIfAbsent(key, fresh);
        SharedSession shared = before == null ? fresh : before;
        Future<SandboxSide> seat = shared.join(browser, viewer, limits, metrics);
        if (before == null) {
            // Composed, so that whatever it throws is an answer too.
            fresh.open(Future.succeededFuture().compose(begin -> connect.get()));
        }
        return seat;
    }
}
