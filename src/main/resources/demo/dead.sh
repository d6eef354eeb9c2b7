#!/bin/sh
# An agent that failed; tmux keeps its last screen.
printf 'polecat slit: picking up bd-7\n\033[31merror: the context window is full\033[0m\n'
exit 1
