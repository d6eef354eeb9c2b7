package dev.gastown.terminal.cluster;

import com.hazelcast.core.HazelcastException;
import dev.gastown.terminal.config.ClusterSettings;
import dev.gastown.terminal.config.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.BindException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Vert.x that joined the others, and who they are.
 *
 * @param vertx whose event bus and shared maps are the cluster's; closing it leaves the cluster
 * @param members the nodes
 */
public record Cluster(Vertx vertx, Members members) {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    /**
     * Joins the cluster, or makes one when no other member is there. Looks names up: call it off the event loop.
     *
     * @param options completed with the event bus's
     * @param builder makes the builder of the Vert.x from the options
     * @return fails with one line that names the setting when an address or a port can't be had
     */
    public static Future<Cluster> join(
            ClusterSettings settings, VertxOptions options, Function<VertxOptions, VertxBuilder> builder) {
        String address = MemberAddress.of(settings);
        HazelcastClusterManager manager = new HazelcastClusterManager(HazelcastSetup.config(settings, address));
        options.setEventBusOptions(EventBusSetup.options(settings, address));
        return builder.apply(options)
                .withClusterManager(manager)
                .buildClustered()
                .recover(failure -> Future.failedFuture(named(failure, settings)))
                .map(vertx -> {
                    Members members = new HazelcastMembers(manager.getHazelcastInstance());
                    LOG.info("Joined cluster {} as {}, members {}", settings.name(), members.self(), members.present());
                    return new Cluster(vertx, members);
                });
    }

    private static Throwable named(Throwable failure, ClusterSettings settings) {
        boolean hazelcast = failure instanceof HazelcastException;
        boolean inUse = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof BindException
                        || String.valueOf(cause.getMessage()).contains("already in use"));
        if (!inUse) {
            return failure;
        }
        return hazelcast
                ? inUse("cluster.port", settings.port(), "GASTOWN_CLUSTER_PORT")
                : inUse("cluster.eventBusPort", settings.eventBusPort(), "GASTOWN_CLUSTER_EVENT_BUS_PORT");
    }

    private static ConfigurationException inUse(String key, int port, String variable) {
        return new ConfigurationException(key + ": port " + port + " is in use: set " + variable + " to another one");
    }
}
