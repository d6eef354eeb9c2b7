import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Who watches what, as a table that changes while you look: a sample consumer of the gateways' event bus, which joins
 * their cluster and only listens.
 *
 * <pre>java -cp target/gastown.jar examples/monitor/Monitor.java HOST:PORT [cluster name]</pre>
 *
 * <p>HOST:PORT is any member's cluster address (GASTOWN_CLUSTER_HOST and _PORT). The members must reach this machine as
 * well, so run it in their network. Where cluster.tls is set the event bus wants a certificate, which this sample has not.
 *
 * <p>It knows only what it has heard since it joined: who was there before shows when they leave, and not earlier.
 * What is missed while it does not run is in the gateways' audit files (audit.file).
 */
public final class Monitor {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final String ROW = "%-8s  %-16.16s  %-36s  %-24.24s  %-5s  %s%n";
    private static final int LATEST = 10;

    private final List<JsonObject> watching = new ArrayList<>();
    private final ArrayDeque<String> left = new ArrayDeque<>();

    public static void main(String[] arguments) {
        if (arguments.length < 1) {
            System.err.println("Name a member of the cluster: HOST:PORT [cluster name]");
            System.exit(2);
        }
        // Lite: it keeps nothing of the gateways'. The time limits are theirs: the oldest member, which may be this one
        // some day, decides for all who is gone and when the halves of a divided cluster meet again.
        Config hazelcast = new Config()
                .setClusterName(arguments.length > 1 ? arguments[1] : "gastown")
                .setLiteMember(true)
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "7")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        JoinConfig join = hazelcast.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(arguments[0]);
        Monitor monitor = new Monitor();
        Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered()
                .compose(vertx -> vertx.eventBus()
                        .<JsonObject>consumer("gastown.audit", event -> monitor.heard(event.body()))
                        .completion())
                .onSuccess(listening -> monitor.show())
                .onFailure(failure -> {
                    System.err.println("Not joined: " + failure.getMessage());
                    System.exit(1);
                });
    }

    private void heard(JsonObject event) {
        if ("connection_opened".equals(event.getString("type"))) {
            watching.add(event);
        } else if ("connection_closed".equals(event.getString("type"))) {
            watching.stream().filter(opened -> isSame(opened, event)).findFirst().ifPresent(watching::remove);
            left.addFirst(row(event, "left with " + event.getInteger("code") + ", " + event.getLong("bytesToBrowser")
                    + " B out, " + event.getLong("bytesToSandbox") + " B in"));
            if (left.size() > LATEST) {
                left.removeLast();
            }
        }
        show();
    }

    /** A connection's events carry the id of the request that opened it. */
    private static boolean isSame(JsonObject one, JsonObject other) {
        return List.of("traceId", "userId", "townId", "sessionName").stream()
                .allMatch(field -> one.getString(field, "").equals(other.getString(field, "")));
    }

    private void show() {
        System.out.print(System.console() == null ? "\n" : "\033[H\033[2J");
        System.out.printf(ROW, "since", "user", "town", "session", "may", watching.size() + " watching");
        watching.forEach(opened -> System.out.print(row(opened, "watching")));
        left.forEach(System.out::print);
    }

    private static String row(JsonObject event, String state) {
        Instant since = Instant.ofEpochMilli(event.getLong("at") - event.getLong("durationMillis", 0L));
        // A user's name may be anything, and this is a terminal.
        String user = event.getString("userId").replaceAll("\\p{C}", "?");
        return ROW.formatted(TIME.format(since), user, event.getString("townId"), event.getString("sessionName"),
                event.getString("access"), state);
    }
}
