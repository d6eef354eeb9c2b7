# The networks, sourced by cluster.sh. A namespace "net" holds two switches; a cable goes from there to each machine:
#
#   front     browsers, balancer, sandbox and nodes; the host has a cable to it too
#   members   the nodes alone: what they say to each other goes only here, so that cutting it is a partition

host_address=1
balancer_address=2
sandbox_address=3

# The last byte of a node's address on each of the networks.
front_of() { echo $((10 + $1)); }
members_of() { echo $((130 + $1)); }

machines() {
    echo balancer sandbox
    for n in $nodes; do echo "node$n"; done
}

# Takes the first /24 of 198.18.0.0/15 (reserved for tests by RFC 2544) that nothing here routes. Making the namespace
# that is named after it is atomic: two rehearsals that start at once can't take the same.
claim_network() {
    tries=0
    while [ $tries -lt 512 ]; do
        slot=$((($$ + tries) % 512))
        tries=$((tries + 1))
        second=$((18 + slot / 256))
        third=$((slot % 256))
        net=198.$second.$third
        overlaps=$(ip -4 route show root "$net.0/24" && ip -4 route show match "$net.0/24" | grep -v '^default' || true)
        [ -z "$overlaps" ] || continue
        id=gastown-$second-$third
        host_link=gt-$second-$third
        if refusal=$(ip netns add "$id-net" 2>&1); then
            return
        fi
        case "$refusal" in
            *exists*) ;;
            *) fail "this machine makes no network namespaces: $refusal" "$unable" ;;
        esac
    done
    fail 'all of 198.18.0.0/15 is in use on this machine'
}

# A cable from a machine to one of the switches: machine, switch, last byte of the address.
plug() {
    ip -n "$id-$1" link add name "$2" type veth peer name "$2-$1" netns "$id-net"
    ip -n "$id-net" link set dev "$2-$1" master "$2" up
    ip -n "$id-$1" address add "$net.$3/25" dev "$2"
    ip -n "$id-$1" link set dev "$2" up
}

hardware_address() { echo "02:00:00:00:00:0$1"; }

make_network() {
    for switch in front members; do
        ip -n "$id-net" link add name "$switch" type bridge
        ip -n "$id-net" link set dev "$switch" up
    done
    for machine in $(machines); do
        ip netns add "$id-$machine"
        ip -n "$id-$machine" link set dev lo up
    done
    plug balancer front $balancer_address
    plug sandbox front $sandbox_address
    for n in $nodes; do
        plug "node$n" front "$(front_of "$n")"
        plug "node$n" members "$(members_of "$n")"
        ip -n "$id-node$n" link set dev members address "$(hardware_address "$n")"
        # Known for ever: with nobody to ask for it in a partition, a sender would soon be told "no route to host".
        for other in $nodes; do
            [ "$other" = "$n" ] || ip -n "$id-node$n" neighbour add "$net.$(members_of "$other")" \
                lladdr "$(hardware_address "$other")" dev members nud permanent
        done
    done
    ip link add name "$host_link" type veth peer name front-host netns "$id-net"
    ip -n "$id-net" link set dev front-host master front up
    ip address add "$net.$host_address/25" dev "$host_link"
    ip link set dev "$host_link" up
}

# Pulled out at the switch, not at the node: the node sees its link up, and silence.
cut_node() { ip -n "$id-net" link set dev "members-node$1" nomaster; }
heal_node() { ip -n "$id-net" link set dev "members-node$1" master members; }
is_cut() { ! ip -n "$id-net" -o link show dev "members-node$1" | grep -q ' master members '; }

remove_network() {
    if [ -e "/sys/class/net/$host_link" ]; then
        ip link delete dev "$host_link"
    fi
    for machine in $(machines) net; do
        if [ -e "/run/netns/$id-$machine" ]; then
            ip netns delete "$id-$machine"
        fi
    done
}
