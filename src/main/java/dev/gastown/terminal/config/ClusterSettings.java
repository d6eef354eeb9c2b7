package dev.gastown.terminal.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this node joins the others (the {@code cluster:} part of the configuration).
 *
 * @param name only members of the same name join each other
 * @param host the address other members reach this one at; empty to find out
 * @param port of membership and shared maps; 0 takes a free one
 * @param eventBusPort of the event bus; 0 takes a free one
 * @param members {@code host:port} of members to join; those that are absent are tolerated
 * @param dns a name whose addresses are the members', instead of {@code members}
 * @param tls protects the event bus between members
 */
public record ClusterSettings(
        String name,
        Optional<String> host,
        int port,
        int eventBusPort,
        List<String> members,
        Optional<String> dns,
        Optional<Tls> tls) {

    /**
     * Mutual TLS of the event bus; PEM files.
     *
     * @param certificate this member's certificate chain
     * @param key its private key
     * @param authority whose signature the other members' certificates must carry
     */
    public record Tls(Path certificate, Path key, Path authority) {}
}
