package dev.gastown.terminal.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code cluster:} part of the configuration. */
final class ClusterReader {
    /** How far above the members' port the event bus is by default: members on one machine count their ports up. */
    private static final int EVENT_BUS_OFFSET = 100;

    /** A name or an IPv4 address, or an IPv6 address in brackets; then, perhaps, a port. */
    private static final Pattern MEMBER = Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    private ClusterReader() {}

    static ClusterSettings read(ConfigReader reader) {
        int port = reader.integer("cluster.port", 0, Settings.MOST_PORT);
        List<String> members = reader.texts("cluster.members").stream()
                .map(member -> member(member, port))
                .toList();
        Optional<String> dns = reader.text("cluster.dns");
        if (dns.isPresent() && !members.isEmpty()) {
            throw new ConfigurationException("cluster.members and cluster.dns are both set: set only one of"
                    + " GASTOWN_CLUSTER_MEMBERS and GASTOWN_CLUSTER_DNS");
        }
        return new ClusterSettings(
                reader.requiredText("cluster.name"),
                reader.text("cluster.host"),
                port,
                eventBusPort(reader, port),
                members,
                dns,
                tls(reader));
    }

    private static int eventBusPort(ConfigReader reader, int port) {
        if (reader.text("cluster.eventBusPort").isPresent()) {
            return reader.integer("cluster.eventBusPort", 0, Settings.MOST_PORT);
        }
        if (port + EVENT_BUS_OFFSET > Settings.MOST_PORT) {
            throw ConfigReader.bad("cluster.eventBusPort", null, "a port: set GASTOWN_CLUSTER_EVENT_BUS_PORT");
        }
        return port == 0 ? 0 : port + EVENT_BUS_OFFSET;
    }

    private static String member(String text, int defaultPort) {
        Matcher member = MEMBER.matcher(text);
        String allowed = "host:port, with a port from 1 to " + Settings.MOST_PORT;
        if (!member.matches()) {
            throw ConfigReader.bad("cluster.members", text, allowed);
        }
        int port = member.group(2) == null ? defaultPort : Integer.parseInt(member.group(2));
        if (port < 1 || port > Settings.MOST_PORT) {
            throw ConfigReader.bad("cluster.members", text, allowed);
        }
        return member.group(1) + ":" + port;
    }

    private static Optional<ClusterSettings.Tls> tls(ConfigReader reader) {
        List<String> keys = List.of("cluster.tls.certificate", "cluster.tls.key", "cluster.tls.authority");
        List<Path> files =
                keys.stream().flatMap(key -> reader.pem(key).stream()).toList();
        if (files.isEmpty()) {
            return Optional.empty();
        }
        if (files.size() < keys.size()) {
            throw new ConfigurationException(
                    "cluster.tls is incomplete: set certificate, key and authority, or none of them");
        }
        return Optional.of(new ClusterSettings.Tls(files.get(0), files.get(1), files.get(2)));
    }
}
