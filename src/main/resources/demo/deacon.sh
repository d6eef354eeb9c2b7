#!/bin/sh
# The Deacon on patrol: a line of log now and then.
round=0
while :; do
    round=$((round + 1))
    printf '\033[90m%s\033[0m \033[35mdeacon\033[0m patrol %d: ' "$(date +%H:%M:%S)" "$round"
    case $((round % 4)) in
        0) printf '\033[33mgt-slit does not answer, its witness is told\033[0m\n' ;;
        1) printf '\033[32mall witnesses report\033[0m\n' ;;
        2) printf 'mail delivered: 3 letters, 1 hook\n' ;;
        3) printf 'dogs are asleep 🐕\n' ;;
    esac
    sleep 5
done
