package dev.gastown.terminal.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of a Hazelcast cluster, named by address: a member's id changes when a partition heals. Logs who comes and
 * goes.
 */
final class HazelcastMembers implements Members, MembershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(HazelcastMembers.class);

    private final HazelcastInstance hazelcast;
    private final String self;

    HazelcastMembers(HazelcastInstance hazelcast) {
        this.hazelcast = hazelcast;
        this.self = name(hazelcast.getCluster().getLocalMember());
        hazelcast.getCluster().addMembershipListener(this);
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

    @Override
    public void memberAdded(MembershipEvent event) {
        if (HazelcastSetup.isGateway(event.getMember())) {
            LOG.info("Node {} joined: members {}", name(event.getMember()), present());
        } else {
            // The oldest member decides who is gone, whatever it is.
            LOG.warn(
                    "{} joined, which is no gateway: with other time limits than a gateway's it delays that dead"
                            + " nodes are missed",
                    name(event.getMember()));
        }
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        LOG.info("Node {} is gone: members {}", name(event.getMember()), present());
    }

    private static String name(Member member) {
        Address address = member.getAddress();
        return address.getHost() + ":" + address.getPort();
    }
}
