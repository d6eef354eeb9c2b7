#!/bin/sh
# A Refinery: merges branches one after the other, with a progress bar that redraws its line.
branch=100
while :; do
    branch=$((branch + 1))
    bar=''
    for step in 1 2 3 4 5 6 7 8 9 10; do
        bar="$bar█"
        printf '\r\033[Kmerging polecat/nux-%d  \033[34m%-10s\033[0m %3d%%' "$branch" "$bar" "$((step * 10))"
        sleep 1
    done
    printf '\r\033[K\033[32m✔\033[0m merged polecat/nux-%d into main\n' "$branch"
    sleep 4
done
