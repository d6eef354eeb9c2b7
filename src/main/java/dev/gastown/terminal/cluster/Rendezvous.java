package dev.gastown.terminal.cluster;

import java.util.Collection;
import java.util.Comparator;
import java.util.UUID;

/**
 * Rendezvous (highest random weight) hashing: every node names the same one for a key without asking anybody, and when
 * a node comes or goes only its own keys move. Thaler and Ravishankar, "A Name-Based Mapping Scheme for Rendezvous",
 * 1996.
 */
public final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /**
     * The node that a key belongs to.
     *
     * @param nodes at least one
     */
    public static String choose(UUID key, Collection<String> nodes) {
        return nodes.stream()
                .max(Comparator.<String>comparingLong(node -> weight(key, node)).thenComparing(node -> node))
                .orElseThrow(() -> new IllegalArgumentException("no node to choose from"));
    }

    /** The same in every version and on every machine: nodes must agree. */
    private static long weight(UUID key, String node) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < node.length(); i++) {
            hash = (hash ^ node.charAt(i)) * FNV_PRIME;
        }
        return mix(mix(hash ^ key.getMostSignificantBits()) ^ key.getLeastSignificantBits());
    }

    /** The finaliser of SplitMix64: every bit of the input moves half of the output's. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
