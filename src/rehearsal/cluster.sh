#!/bin/sh
# A cluster on one machine: three gateway nodes, a load balancer before them and a sandbox behind them, each in a
# network namespace of its own, so that nodes can be killed and cut off from each other as machines can.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
nodes='1 2 3'
unable=3 # exit status: this machine can't do it, whatever is tried

help() {
    cat <<END
Usage: src/rehearsal/cluster.sh [OPTIONS] [COMMAND]

  run       starts everything, waits, and takes it all down on Ctrl-C; what is done when no command is given
  up        starts everything and leaves it running
  down      takes everything down, what a killed run left behind too
  status    says what runs, and where
  start N   starts node N (1, 2 or 3)
  stop N    ends node N in order: it sends its viewers away, then ends
  kill N    ends node N at once (SIGKILL)
  cut N     cuts node N off from the other nodes; balancer, browsers and sandbox still reach it, and packets vanish
            without an error
  heal N    joins it again

  --dir DIR            where logs, process ids and secrets of this rehearsal are kept (default: $default_dir)
  --tmux-socket NAME   shows your own Gas Town instead of a demo town: the tmux socket, as in tmux -L NAME
  --town-root DIR      its directory, with mayor/rigs.json

The nodes read gateway.yaml in DIR and follow its changes. It needs Linux, root, and the jar in target/.
END
}

fail() {
    echo "cluster.sh: $1" >&2
    exit "${2:-1}"
}

default_dir=/run/gastown-rehearsal
dir=$default_dir
tmux_socket=''
town_root=''
command=''
node=''
while [ $# -gt 0 ]; do
    case "$1" in
        --help | -h) help && exit 0 ;;
        --dir | --tmux-socket | --town-root)
            [ $# -gt 1 ] || fail "$1 needs a value (see --help)" 2
            case "$1" in
                --dir) dir=$2 ;;
                --tmux-socket) tmux_socket=$2 ;;
                --town-root) town_root=$2 ;;
            esac
            shift
            ;;
        -*) fail "unknown option $1 (see --help)" 2 ;;
        *)
            if [ -z "$command" ]; then command=$1; elif [ -z "$node" ]; then node=$1; else fail "too much: $1" 2; fi
            ;;
    esac
    shift
done
case "$dir" in /*) ;; *) dir=$PWD/$dir ;; esac

. "$here/network.sh"
. "$here/processes.sh"
. "$here/town.sh"
. "$here/lifecycle.sh"

case "${command:-run}" in
    run | up | down | status) [ -z "$node" ] || fail "$command takes no node" 2 ;;
    start | stop | kill | cut | heal)
        case "$node" in 1 | 2 | 3) ;; *) fail "$command needs a node: 1, 2 or 3" 2 ;; esac
        ;;
    *) fail "unknown command $command (see --help)" 2 ;;
esac
[ "$(uname)" = Linux ] || fail 'network namespaces are needed, which only Linux has' "$unable"
[ "$(id -u)" = 0 ] || fail 'only root may make network namespaces: run it with sudo' "$unable"

# A variable of the caller's own gateway is none of these nodes'.
for variable in $(env | sed -n 's/^\(GASTOWN_[A-Z_]*\)=.*/\1/p'); do unset "$variable"; done
PATH=$PATH:/usr/sbin:/sbin

case "${command:-run}" in
    run | up) ;;
    *) load_state ;;
esac
case "${command:-run}" in
    run) run ;;
    up) up ;;
    down) take_down ;;
    status) status ;;
    start)
        start_node "$node"
        await_node "$node"
        ;;
    stop) end_process "node$node" TERM ;;
    kill) end_process "node$node" KILL ;;
    cut) cut_node "$node" ;;
    heal) heal_node "$node" ;;
esac
