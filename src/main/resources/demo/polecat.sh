#!/bin/sh
# A Polecat at work: colours, wide characters, emoji.
issue=$1
printf '\033[1;34mPolecat\033[0m on \033[4m%s\033[0m\n' "$issue"
turn=0
while :; do
    turn=$((turn + 1))
    case $((turn % 5)) in
        0) printf '\033[32mPASS\033[0m  %s-%d: 12 tests, 0 failures ✅\n' "$issue" "$turn" ;;
        1) printf '\033[38;5;208m✻ Thinking…\033[0m turn %d\n' "$turn" ;;
        2) printf '  \033[2m│\033[0m reading src/main/java (%d files)\n' "$((turn * 3))" ;;
        3) printf '  \033[31m- return old;\033[0m\n  \033[32m+ return renewed; // 日本語 ok 🚀\033[0m\n' ;;
        4) printf '\033[48;5;236m $ make test \033[0m\n' ;;
    esac
    sleep 3
done
