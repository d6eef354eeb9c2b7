package dev.gastown.terminal.identity;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The reverse proxies whose {@code X-Forwarded-*} headers are believed. Immutable; safe on any thread. */
public final class TrustedProxies {
    private final List<IpSubnetFilterRule> rules;

    /**
     * @param cidrs such as {@code 10.0.0.0/8}; a bare address means that one host
     * @throws IllegalArgumentException when one is not a CIDR
     */
    public TrustedProxies(List<String> cidrs) {
        this.rules = cidrs.stream().map(TrustedProxies::rule).toList();
    }

    /** Whether the peer of a connection is one of them. A peer without an IP address never is. */
    public boolean contains(SocketAddress peer) {
        if (rules.isEmpty() || peer == null || peer.hostAddress() == null) {
            return false;
        }
        InetSocketAddress address = new InetSocketAddress(peer.hostAddress(), peer.port());
        return isTrusted(address);
    }

    /**
     * The client's address: the last one that no trusted proxy has. Each proxy adds the address of whom it was asked by at
     * the end of the list, and what stands in front of that anybody may have written.
     *
     * @param peer who is connected
     * @param forwardedFor the {@code X-Forwarded-For} headers, in order
     */
    public String clientOf(InetSocketAddress peer, List<String> forwardedFor) {
        String client = peer.getAddress().getHostAddress();
        boolean trusted = isTrusted(peer);
        String[] hops = String.join(",", forwardedFor).split(",");
        for (int i = hops.length - 1; i >= 0 && trusted; i--) {
            InetAddress hop = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop.getHostAddress();
            trusted = isTrusted(new InetSocketAddress(hop, 0));
        }
        return client;
    }

    private boolean isTrusted(InetSocketAddress address) {
        return rules.stream().anyMatch(rule -> rule.matches(address));
    }

    private static IpSubnetFilterRule rule(String cidr) {
        try {
            String subnet = cidr.contains("/") ? cidr : cidr + (cidr.contains(":") ? "/128" : "/32");
            return new IpSubnetFilterRule(subnet, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException notACidr) {
            throw new IllegalArgumentException(cidr + " is not a CIDR such as 10.0.0.0/8", notACidr);
        }
    }
}
