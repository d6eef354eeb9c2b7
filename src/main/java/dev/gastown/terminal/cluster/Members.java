package dev.gastown.terminal.cluster;

import java.util.Set;

/**
 * The nodes of the cluster as this one sees them now. Names are stable for as long as a node runs, a partition and its
 * end included. Never blocks; safe on any thread.
 */
public interface Members {
    /** This node's name. */
    String self();

    /** The names of all nodes that are there, this one among them. */
    Set<String> present();

    /** Whether this node is part of a cluster, be it one of its own: not before it joined, nor after it left. */
    boolean isJoined();

    /** A node that runs without others. */
    static Members alone() {
        return new Members() {
            @Override
            public String self() {
                return "alone";
            }

            @Override
            public Set<String> present() {
                return Set.of(self());
            }

            @Override
            public boolean isJoined() {
                return true;
            }
        };
    }
}
