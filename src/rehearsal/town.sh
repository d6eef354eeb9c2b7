# The demo town, sourced by cluster.sh: real tmux sessions on a private socket, played by the scripts of the demo.

demo=$root/src/main/resources/demo

# Runs tmux in the sandbox's namespace, so that what the Mayor's shell does stays in it.
town_tmux() { ip netns exec "$id-sandbox" env -u TMUX LANG=C.UTF-8 tmux -u -L "$tmux_socket" -f "$demo/tmux.conf" "$@"; }

# A session: its name, then its program.
agent() {
    name=$1
    shift
    town_tmux new-session -d -s "$name" -x 120 -y 36 -c "$town_root" "$@"
}

found_town() {
    mkdir -p "$town_root/mayor"
    cat >"$town_root/mayor/rigs.json" <<END
{"rigs": {"gastown": {"beads": {"prefix": "gt"}}, "beads": {"beads": {"prefix": "bd"}}}}
END
    if command -v bash >/dev/null; then
        agent hq-mayor bash --noprofile --rcfile "$demo/mayor.rc" -i
    else
        agent hq-mayor env ENV="$demo/mayor.rc" sh -i
    fi
    agent gt-witness sh "$demo/witness.sh" gastown
    agent gt-refinery sh "$demo/refinery.sh"
    agent gt-nux sh "$demo/polecat.sh" gt-42
    agent bd-toast sh "$demo/polecat.sh" bd-3
    # Numbered lines, to see with one's own eyes that none is lost when a node dies.
    # shellcheck disable=SC2016
    agent gt-counter sh -c 'n=0; while :; do n=$((n + 1)); printf "line %06d\n" $n; sleep 0.2; done'
}

is_own_town() { [ "$tmux_socket" = "$id" ]; }

remove_town() {
    is_own_town || return 0
    socket=$(town_tmux display-message -p '#{socket_path}' 2>/dev/null) || return 0
    town_tmux kill-server
    rm -f "$socket"
}
