#!/bin/sh
# A Witness: looks after the polecats of its rig.
rig=$1
printf '\033[1mWitness of %s\033[0m\n\n' "$rig"
look=0
while :; do
    look=$((look + 1))
    printf '\033[36m●\033[0m look %-4d polecats: \033[32mworking\033[0m 1  \033[33mwaiting\033[0m 1  \033[31mdead\033[0m 1  ─ %s\n' \
        "$look" "$(date +%H:%M:%S)"
    sleep 7
done
