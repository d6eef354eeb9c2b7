#!/bin/sh
# An agent that has done its work and is ready for more.
cat <<'END'
● Merged polecat/toast-7 into main. Nothing is left to merge.

✻ Worked for 3m 12s

────────────────────────────────────────────────────────────────────────────────────────────────────
❯ 
────────────────────────────────────────────────────────────────────────────────────────────────────
  ⏵⏵ auto mode on (shift+tab to cycle)
END
exec cat >/dev/null
