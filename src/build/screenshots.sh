#!/bin/sh
# Makes the pictures of the README, docs/images: starts a demo, looks at it with Chromium, and stops it.
set -eu
cd "$(dirname "$0")/../.."
sh src/build/prerequisites.sh tmux chromium
./mvnw -q -ntp -B -DskipTests package
# The demo's own directory and tmux socket are free ones: a demo that runs already is not touched.
exec ./mvnw -q -ntp -B -Dweb.skip exec:java -Dexec.classpathScope=test \
    -Dexec.mainClass=dev.gastown.terminal.browser.Screenshots
