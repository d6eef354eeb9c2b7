package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.cluster.RehearsedCluster.NODES;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts from the moment it is made who polls, and how often the sandbox is asked. */
final class PollCount {
    private final RehearsedCluster cluster;
    private final Map<Integer, Double> polls = new TreeMap<>();
    private final long requests;

    PollCount(RehearsedCluster cluster) {
        this.cluster = cluster;
        NODES.forEach(node -> polls.put(node, polls(node)));
        this.requests = cluster.listRequests();
    }

    /** The nodes that have polled. */
    List<Integer> pollers() {
        return NODES.stream().filter(node -> polls(node) > polls.get(node)).toList();
    }

    /** How often the sandbox was asked for its sessions, by whomever. */
    long requests() {
        return cluster.listRequests() - requests;
    }

    private double polls(int node) {
        return cluster.metric(node, "gastown_polls_total");
    }
}
