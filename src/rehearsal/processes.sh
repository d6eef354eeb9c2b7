# The processes, sourced by cluster.sh: each in its machine's namespace, its id and its log in the directory.

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=${REHEARSAL_JAR:-$root/target/gastown.jar}
# Three nodes and a sandbox are to start fast on two cores and fit into a small machine.
java_options=${REHEARSAL_JAVA_OPTIONS:--XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx192m}

# Starts a program on a machine: machine, program, arguments. In a session of its own, because Ctrl-C is for the script.
launch() {
    machine=$1
    shift
    if [ -e "$dir/$machine.log" ]; then
        mv "$dir/$machine.log" "$dir/$machine.log.before"
    fi
    setsid ip netns exec "$id-$machine" "$@" </dev/null >"$dir/$machine.log" 2>&1 &
    echo "$! $(began $!)" >"$dir/$machine.process"
}

# When a process began; nothing when it has ended. Another one that got its number began later.
began() {
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    [ "$1" != Z ] && echo "${20}"
}

# Whether a machine's process runs; its number is in $process then.
is_running() {
    [ -e "$dir/$1.process" ] && read -r process since <"$dir/$1.process" && [ -n "$since" ] &&
        [ "$(began "$process")" = "$since" ]
}

# Sends a signal and waits for the end, which in an orderly stop takes as long as the drain does.
end_process() {
    if is_running "$1"; then
        kill -s "$2" "$process" 2>/dev/null || true
    fi
    while is_running "$1"; do sleep 0.1; done
}

# Waits until a machine is up: machine, seconds, command that succeeds then.
await_machine() {
    machine=$1
    deadline=$(($(date +%s) + $2))
    shift 2
    until "$@"; do
        is_running "$machine" || fail "$machine did not start: $(tail -n 1 "$dir/$machine.log")"
        [ "$(date +%s)" -lt $deadline ] || fail "$machine is not ready: $(tail -n 1 "$dir/$machine.log")"
        sleep 0.1
    done
}

says() { grep -q "^$2: " "$dir/$1.log" 2>/dev/null; }

listens() { ip netns exec "$id-$1" ss -Hltn "sport = :$2" | grep -q .; }

random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }

# Each in a subshell: a secret is in the environment of the one program that needs it, and on no command line.
start_sandbox() (
    export GASTOWN_SANDBOX_KEY="$sandbox_key" GASTOWN_HTTP_HOST=0.0.0.0 GASTOWN_SANDBOX_PORT=8081
    # shellcheck disable=SC2086
    launch sandbox "$java" $java_options -jar "$jar" sandbox --tmux-socket "$tmux_socket" --town-root "$town_root"
)

start_node() (
    if is_running "node$1"; then
        fail "node $1 runs already"
    fi
    members=''
    for n in $nodes; do members="$members,$net.$(members_of "$n"):5701"; done
    export GASTOWN_CONFIG="$dir/gateway.yaml" GASTOWN_HTTP_PORT=8080 GASTOWN_MANAGEMENT_PORT=9000 \
        GASTOWN_CLUSTERED=true GASTOWN_CLUSTER_NAME="$id" GASTOWN_CLUSTER_HOST="$net.$(members_of "$1")" \
        GASTOWN_CLUSTER_PORT=5701 GASTOWN_CLUSTER_EVENT_BUS_PORT=5801 GASTOWN_CLUSTER_MEMBERS="${members#,}" \
        GASTOWN_SESSION_SECRET="$session_secret" GASTOWN_TICKET_SECRET="$ticket_secret" \
        REHEARSAL_SANDBOX_URL="http://$net.$balancer_address:8081" REHEARSAL_SANDBOX_KEY="$sandbox_key"
    # shellcheck disable=SC2086
    launch "node$1" "$java" $java_options -jar "$jar" gateway
)

await_node() { await_machine "node$1" 90 says "node$1" Dashboard; }

user_token() { GASTOWN_SESSION_SECRET=$session_secret "$java" -XX:TieredStopAtLevel=1 "$here/UserToken.java" "$1"; }

# With the token its /login hands out.
start_balancer() (
    export REHEARSAL_USER_TOKEN="$1" REHEARSAL_SANDBOX="$net.$sandbox_address" REHEARSAL_NODE1="$net.$(front_of 1)" \
        REHEARSAL_NODE2="$net.$(front_of 2)" REHEARSAL_NODE3="$net.$(front_of 3)"
    launch balancer haproxy -db -f "$here/haproxy.cfg" -f "$here/haproxy-sandbox.cfg"
)
