#!/bin/sh
# A full-screen program, for machines that have no top.
printf '\033[?1049h\033[?25l'
trap 'printf "\033[?25h\033[?1049l"; exit 0' INT TERM
while :; do
    printf '\033[H\033[2J\033[7m Springfield %s \033[0m\n\n' "$(date +%H:%M:%S)"
    printf '  rig       polecats  merged\n  gastown   2         14\n  beads     1          6\n'
    sleep 3
done
