package dev.gastown.terminal.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;

/** A monitoring consumer as the README shows it: knows nothing of the gateway but the contract's addresses. */
public final class Monitor {
    private static final long WATCH_MILLIS = 5_000;

    private Monitor() {}

    /**
     * Prints what it hears until it is ended.
     *
     * @param arguments a member's {@code host:port}, and a town's id
     */
    public static void main(String[] arguments) {
        String member = arguments[0];
        String town = arguments[1];
        // Lite: it keeps nothing of the gateway's. The time limits are the gateway's, because the oldest member, which
        // may be this one, decides for all who is gone and when the halves of a divided cluster meet again.
        Config hazelcast = new Config()
                .setClusterName("gastown")
                .setLiteMember(true)
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "7")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        JoinConfig join = hazelcast.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(member);
        Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .onFailure(Throwable::printStackTrace)
                .onSuccess(vertx -> {
                    EventBus bus = vertx.eventBus();
                    bus.<JsonObject>consumer("gastown.audit", event -> System.out.println("audit " + event.body()));
                    bus.<JsonObject>consumer(
                            "gastown.town." + town + ".sessions", list -> System.out.println("list " + list.body()));
                    vertx.setPeriodic(0, WATCH_MILLIS, again -> bus.publish("gastown.session.watch", town));
                });
    }
}
