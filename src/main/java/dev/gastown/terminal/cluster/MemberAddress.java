package dev.gastown.terminal.cluster;

import dev.gastown.terminal.config.ClusterSettings;
import dev.gastown.terminal.config.ConfigurationException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the address that other members reach this one at. Looks names up: call it off the event loop. */
final class MemberAddress {
    /** Where a datagram socket is pointed at; nothing is sent. */
    private static final int ANY_PORT = 9;

    private MemberAddress() {}

    /** @throws ConfigurationException when the address named is not one of this machine */
    static String of(ClusterSettings settings) {
        return settings.host()
                .map(MemberAddress::own)
                .orElseGet(() -> towardsMembers(settings))
                .getHostAddress();
    }

    /** Whether an address is one of this machine, binding to it tells: 127.0.0.2 is, though no interface lists it. */
    private static InetAddress own(String host) {
        try (ServerSocket probe = new ServerSocket()) {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress()) {
                probe.bind(new InetSocketAddress(address, 0));
                return address;
            }
        } catch (IOException notHere) {
            throw notAllowed(host);
        }
        throw notAllowed(host);
    }

    private static ConfigurationException notAllowed(String host) {
        return ConfigurationException.notAllowed(
                "cluster.host", host, "an address of this machine, one that other members reach (not a wildcard)");
    }

    /**
     * The route to the first member that has one. One that leads back to this machine counts only when all do: often
     * the own name is among the members', and stands for a loopback address.
     */
    private static InetAddress towardsMembers(ClusterSettings settings) {
        List<String> hosts = Stream.concat(
                        settings.members().stream().map(MemberAddress::hostOf), settings.dns().stream())
                .toList();
        List<InetAddress> routes = hosts.stream()
                .map(MemberAddress::routeTo)
                .flatMap(Optional::stream)
                .toList();
        if (routes.isEmpty() && !hosts.isEmpty()) {
            throw new ConfigurationException("cluster.host is missing, and no way to " + String.join(", ", hosts)
                    + " tells it: set GASTOWN_CLUSTER_HOST to the address other members reach this one at");
        }
        return routes.stream()
                .filter(route -> !route.isLoopbackAddress())
                .findFirst()
                .orElseGet(() -> routes.stream().findFirst().orElseGet(InetAddress::getLoopbackAddress));
    }

    private static Optional<InetAddress> routeTo(String host) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), ANY_PORT));
            InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? Optional.empty() : Optional.of(local);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static String hostOf(String member) {
        return member.substring(0, member.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }
}
