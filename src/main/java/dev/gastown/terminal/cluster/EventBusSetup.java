package dev.gastown.terminal.cluster;

import dev.gastown.terminal.config.ClusterSettings;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** The event bus between nodes. */
final class EventBusSetup {
    /**
     * How long a connection to another node may be tried. Vert.x waits for a minute: a connection begun during a
     * partition would keep back what is sent after it.
     */
    private static final int CONNECT_MILLIS = 2_000;

    /** How often another node is asked for a sign of life. */
    private static final long PING_MILLIS = 2_000;

    /**
     * How long its answer may take. Without it a connection that a partition cut goes on after the partition when TCP
     * tries again, which may be as long after as the partition took.
     */
    private static final long PONG_MILLIS = 3_000;

    private EventBusSetup() {}

    /** @param address the address other nodes reach this one at */
    static EventBusOptions options(ClusterSettings settings, String address) {
        EventBusOptions options = new EventBusOptions()
                .setHost(address)
                .setPort(settings.eventBusPort())
                .setConnectTimeout(CONNECT_MILLIS)
                .setClusterPingInterval(PING_MILLIS)
                .setClusterPingReplyInterval(PONG_MILLIS)
                .setTcpNoDelay(true);
        settings.tls()
                .ifPresent(tls -> options.setSsl(true)
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(tls.certificate().toString())
                                .setKeyPath(tls.key().toString()))
                        .setTrustOptions(new PemTrustOptions()
                                .addCertPath(tls.authority().toString())));
        return options;
    }
}
