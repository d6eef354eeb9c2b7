package dev.gastown.terminal.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.spi.merge.LatestUpdateMergePolicy;
import dev.gastown.terminal.config.ClusterSettings;
import java.util.Map;

/**
 * Hazelcast as this gateway uses it: no multicast and no guessing, fixed ports, and failures noticed within seconds
 * instead of minutes.
 */
final class HazelcastSetup {
    /** Copies of every entry on other nodes: any one node may die. */
    private static final int BACKUPS = 1;

    /**
     * A member that is silent for this long is gone, seconds; a longer pause of a living one makes a partition of it.
     * More than the 5 s between the heartbeats of a monitor that joins with Hazelcast's own settings.
     */
    private static final int SILENCE_SECONDS = 7;

    private static final int HEARTBEAT_SECONDS = 1;

    /** How often each side of a partition looks for the other; seconds. */
    private static final int MERGE_SECONDS = 5;

    /** How long an absent member is tried when this one starts; seconds. */
    private static final int CONNECT_SECONDS = 2;

    /** The limit of an operation on a map, milliseconds; Hazelcast adds as much again before it gives one up. */
    private static final int OPERATION_MILLIS = 8_000;

    /** How long a write waits for its backup; milliseconds. */
    private static final int BACKUP_MILLIS = 2_000;

    /** How long a leaving member hands its entries over, at most; seconds. */
    private static final int LEAVE_SECONDS = 5;

    /** The attribute by which a gateway's member is known. */
    private static final String GATEWAY = "gastown.gateway";

    private static final Map<String, Object> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.heartbeat.interval.seconds", HEARTBEAT_SECONDS),
            Map.entry("hazelcast.max.no.heartbeat.seconds", SILENCE_SECONDS),
            Map.entry("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS),
            Map.entry("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS),
            Map.entry("hazelcast.socket.connect.timeout.seconds", CONNECT_SECONDS),
            Map.entry("hazelcast.operation.call.timeout.millis", OPERATION_MILLIS),
            Map.entry("hazelcast.operation.backup.timeout.millis", BACKUP_MILLIS),
            Map.entry("hazelcast.graceful.shutdown.max.wait", LEAVE_SECONDS),
            // Only on the address named: not on those that browsers reach.
            Map.entry("hazelcast.socket.bind.any", false),
            Map.entry("hazelcast.shutdownhook.enabled", false),
            Map.entry("hazelcast.phone.home.enabled", false));

    static {
        // Not in the configuration: some of its loggers are made before there is one.
        System.setProperty("hazelcast.logging.type", "slf4j");
    }

    /** How long a name is looked up in vain before this member begins alone, seconds; with 0 it is not looked up. */
    private static final int LOOK_UP_SECONDS = 1;

    private HazelcastSetup() {}

    /** Whether a member is a node of the gateway, and not a monitor. */
    static boolean isGateway(Member member) {
        return member.getAttribute(GATEWAY) != null;
    }

    /** @param address the address of this member */
    static Config config(ClusterSettings settings, String address) {
        Config config = new Config().setClusterName(settings.name());
        config.getMemberAttributeConfig().setAttribute(GATEWAY, "true");
        PROPERTIES.forEach((name, value) -> config.setProperty(name, value.toString()));
        config.setProperty("hazelcast.local.localAddress", address);
        NetworkConfig network =
                config.getNetworkConfig().setPort(settings.port()).setPortAutoIncrement(false);
        config.setProperty(
                "hazelcast.wait.seconds.before.join",
                Integer.toString(settings.dns().isPresent() ? LOOK_UP_SECONDS : 0));
        join(network.getJoin(), settings);
        vertxStructures(config);
        // The newest list of a town counts when two halves of a cluster meet again.
        config.addMapConfig(new MapConfig("gastown.session.*")
                .setBackupCount(BACKUPS)
                .setPerEntryStatsEnabled(true)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(LatestUpdateMergePolicy.class.getName())));
        config.addMapConfig(new MapConfig("gastown.ticket.*").setBackupCount(BACKUPS));
        return config;
    }

    private static void join(JoinConfig join, ClusterSettings settings) {
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        settings.dns()
                .ifPresentOrElse(
                        name -> join.getKubernetesConfig()
                                .setEnabled(true)
                                .setProperty("service-dns", name)
                                .setProperty("service-port", Integer.toString(settings.port())),
                        () -> join.getTcpIpConfig()
                                .setEnabled(true)
                                .setConnectionTimeoutSeconds(CONNECT_SECONDS)
                                .setMembers(settings.members()));
    }

    /** What vertx-hazelcast's own default configuration has: a configuration made here replaces that one. */
    private static void vertxStructures(Config config) {
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(BACKUPS)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(BACKUPS));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
    }
}
