#!/bin/sh
# A Polecat that works for a while, asks for a permission, and goes on by itself when nobody gives it.
while :; do
    second=0
    while [ "$second" -lt 20 ]; do
        printf '\033[H\033[2J\033[1;34mPolecat\033[0m on \033[4mbd-3\033[0m 表を描く\n\n\033[38;5;208m✻ Drawing…\033[0m (%ds · esc to interrupt)\n' "$second"
        sleep 1
        second=$((second + 1))
    done
    printf '\033[H\033[2J'
    cat <<'END'
────────────────────────────────────────────────────────────────────────────────────────────────────
 Bash command
 Draw the tables anew
╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
 rm -r build/tables
╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
 This command requires approval

 Do you want to proceed?
 ❯ 1. Yes
   2. Yes, and don't ask again
   3. No

 Esc to cancel · Tab to amend
END
    sleep 20
done
