package dev.gastown.terminal.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.util.Set;
import java.util.stream.Collectors;

/** The members of a Hazelcast cluster, named by address: a member's id changes when a partition heals. */
final class HazelcastMembers implements Members {
    private final HazelcastInstance hazelcast;
    private final String self;

    HazelcastMembers(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.self = name(hazelcast.getCluster().getLocalMember());
    }

    @Override
    public String self() {
        return self;
    }

    @Override
    public Set<String> present() {
        try {
            return hazelcast.getCluster().getMembers().stream()
                    .map(HazelcastMembers::name)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (HazelcastInstanceNotActiveException left) {
            return Set.of(self);
        }
    }

    @Override
    public boolean isJoined() {
        return hazelcast.getLifecycleService().isRunning();
    }

    private static String name(Member member) {
        Address address = member.getAddress();
        return address.getHost() + ":" + address.getPort();
    }
}
