# Everything up and everything down, sourced by cluster.sh.

# What later commands need to know of a rehearsal; secrets are in it, the directory is root's alone.
save_state() {
    cat >"$dir/state" <<END
id=$id
net=$net
host_link=$host_link
tmux_socket='$tmux_socket'
town_root='$town_root'
session_secret=$session_secret
ticket_secret=$ticket_secret
sandbox_key=$sandbox_key
END
}

load_state() {
    [ -e "$dir/state" ] || fail "no rehearsal in $dir (another one is named by --dir)"
    . "$dir/state"
}

prepare() {
    [ -e "$jar" ] || fail "no ${jar#"$root"/}: build it first, with ./mvnw -ntp -DskipTests package"
    command -v "$java" >/dev/null || fail 'no java: a JDK 17 or newer is needed'
    [ "${tmux_socket:+given}" = "${town_root:+given}" ] || fail '--tmux-socket and --town-root go together' 2
    sh "$root/src/build/prerequisites.sh" ip haproxy tmux
    mkdir -p -m 700 "$dir"
    [ ! -e "$dir/state" ] || fail "a rehearsal is in $dir already: take it down, or choose another --dir"
}

start_everything() {
    claim_network
    session_secret=$(random 32)
    ticket_secret=$(random 32)
    sandbox_key=$(random 16)
    : "${tmux_socket:=$id}" "${town_root:=$dir/town}"
    save_state
    make_network
    echo "Network: $net.0/25 for browsers, balancer and sandbox, $net.128/25 for the nodes among themselves"

    # A file that is there already is used: a test brings its own.
    if ! [ -e "$dir/gateway.yaml" ]; then
        cp "$here/gateway.yaml" "$dir/gateway.yaml"
        echo 'own_configuration=1' >>"$dir/state"
    fi
    if is_own_town; then found_town; fi
    start_sandbox
    for n in $nodes; do start_node "$n"; done
    token=$(user_token alice)
    await_machine sandbox 60 says sandbox 'Sandbox agent'
    echo "Sandbox: http://$net.$sandbox_address:8081, the town is on the tmux socket $tmux_socket"
    for n in $nodes; do
        await_node "$n"
        echo "Node $n: http://$net.$(front_of "$n"):8080, health and metrics on port 9000"
    done
    start_balancer "$token"
    await_machine balancer 20 listens balancer 8080
    echo "Balancer: http://$net.$balancer_address:8080, what it sees on http://$net.$balancer_address:8404"
}

# Nothing is drained: nobody is left to be sent elsewhere.
take_down() {
    trap '' INT TERM HUP
    for machine in $(machines); do
        end_process "$machine" KILL
    done
    remove_town
    remove_network
    for machine in $(machines); do
        rm -f "$dir/$machine.process" "$dir/$machine.log" "$dir/$machine.log.before"
    done
    rm -rf "$dir/town"
    if grep -qs '^own_configuration=1' "$dir/state"; then
        rm -f "$dir/gateway.yaml"
    fi
    rm -f "$dir/state"
    rmdir "$dir" 2>/dev/null || true
}

take_down_if_started() {
    status=$?
    if [ -e "$dir/state" ]; then
        take_down
    fi
    exit $status
}

up() {
    prepare
    trap take_down_if_started EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    start_everything
    trap - EXIT INT TERM HUP
}

run() {
    prepare
    trap take_down_if_started EXIT
    trap 'exit 0' INT TERM HUP
    start_everything
    echo "Dashboard: http://$net.$balancer_address:8080/login"
    echo
    echo 'From another terminal, N being 1, 2 or 3:'
    for verb in kill stop start cut heal; do echo "  $0$([ "$dir" = $default_dir ] || echo " --dir $dir") $verb N"; done
    echo 'Ctrl-C takes everything down.'
    while [ -e "$dir/state" ]; do sleep 1; done
}

status() {
    for n in $nodes; do
        state=ended
        if is_running "node$n"; then state=running; fi
        if is_cut "$n"; then state="$state, cut off"; fi
        echo "node $n: $state, http://$net.$(front_of "$n"):8080"
    done
    for machine in sandbox balancer; do
        state=ended
        if is_running $machine; then state=running; fi
        echo "$machine: $state"
    done
    echo "dashboard: http://$net.$balancer_address:8080/login"
}
