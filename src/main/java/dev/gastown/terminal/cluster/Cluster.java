package dev.gastown.terminal.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import dev.gastown.terminal.config.ClusterSettings;
import dev.gastown.terminal.config.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.BindException;
import java.security.Security;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Vert.x that joined the others, or runs alone: who they are, and what they share. */
public final class Cluster {
    /** How long the Java runtime may go on with an address of a name, seconds; by itself half a minute. */
    private static final String NAMES_FRESH_SECONDS = "3";

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final Vertx vertx;
    private final Members members;
    private final BiFunction<String, Duration, Once> onces;
    private final Function<String, Marks> marks;
    private final AtomicBoolean leaving;

    private Cluster(
            Vertx vertx,
            Members members,
            BiFunction<String, Duration, Once> onces,
            Function<String, Marks> marks,
            AtomicBoolean leaving) {
        this.vertx = vertx;
        this.members = members;
        this.onces = onces;
        this.marks = marks;
        this.leaving = leaving;
    }

    /**
     * Has names looked up anew after seconds: members that start together are not behind their common name all at once.
     * To be called before anything is looked up in this process.
     */
    public static void keepNamesFresh() {
        Security.setProperty("networkaddress.cache.ttl", NAMES_FRESH_SECONDS);
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    /** A node without others. */
    public static Cluster alone(Vertx vertx) {
        return new Cluster(
                vertx,
                Members.alone(),
                (name, memory) -> Once.alone(vertx, name, memory),
                name -> Marks.alone(vertx),
                new AtomicBoolean());
    }

    /**
     * Joins the cluster, or makes one when no other member is there. Looks names up: call it off the event loop.
     *
     * @param options completed with the event bus's
     * @param builder makes the builder of the Vert.x from the options
     * @param lost runs when this node fell out of the cluster for good, on any thread
     * @return fails with one line that names the setting when an address or a port can't be had
     */
    public static Future<Cluster> join(
            ClusterSettings settings,
            VertxOptions options,
            Function<VertxOptions, VertxBuilder> builder,
            Runnable lost) {
        String address = MemberAddress.of(settings);
        HazelcastClusterManager manager = new HazelcastClusterManager(HazelcastSetup.config(settings, address));
        options.setEventBusOptions(EventBusSetup.options(settings, address));
        return builder.apply(options)
                .withClusterManager(manager)
                .buildClustered()
                .recover(failure -> Future.failedFuture(named(failure, settings)))
                .map(vertx -> joined(vertx, manager.getHazelcastInstance(), lost));
    }

    private static Cluster joined(Vertx vertx, HazelcastInstance hazelcast, Runnable lost) {
        Members members = new HazelcastMembers(hazelcast);
        AtomicBoolean leaving = new AtomicBoolean();
        hazelcast.getLifecycleService().addLifecycleListener(event -> {
            if (event.getState() == LifecycleState.SHUTDOWN && !leaving.get()) {
                lost.run();
            } else if (event.getState() == LifecycleState.MERGE_FAILED) {
                LOG.warn("The other part of the cluster is in reach again, but could not be joined");
            }
        });
        LOG.info("Joined as {}: members {}", members.self(), members.present());
        return new Cluster(
                vertx,
                members,
                (name, memory) -> Once.clustered(vertx, hazelcast.getMap(name), memory),
                name -> Marks.clustered(vertx, hazelcast.getReplicatedMap(name)),
                leaving);
    }

    /** Whose event bus and shared maps are the cluster's. */
    public Vertx vertx() {
        return vertx;
    }

    /** The nodes. */
    public Members members() {
        return members;
    }

    /**
     * What may happen once in the cluster.
     *
     * @param name of the map that remembers it
     * @param memory for how long
     */
    public Once once(String name, Duration memory) {
        return onces.apply(name, memory);
    }

    /**
     * What every node of the cluster knows to be marked.
     *
     * @param name of the map that remembers it
     */
    public Marks marks(String name) {
        return marks.apply(name);
    }

    /** Leaves the cluster and closes its Vert.x. */
    public Future<Void> leave() {
        leaving.set(true);
        return vertx.close();
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
