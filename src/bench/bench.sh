#!/bin/sh
# Compares the relay with other proxies on this machine's loopback, interleaved, and prints the tables of the README:
#
#     src/bench/bench.sh [startup] [gates | floods] [echo] [shared] [stalled] [idle] [lists] [tickets] [upgrades] [alloc]
#
# "gates" are the floods of 16 connections alone. Everything takes about 35 minutes, the rest without "floods" about 25. Ends
# by itself and writes target/bench/report.md. Needs target/gastown.jar, a JDK and Node; nginx and HAProxy are found, or
# installed as root on Debian.
#
# PEERS=nginx,fast compares those alone. GATEWAY_JAVA_OPTIONS go to the gateway's JVM; @MODE@ in them is its relay mode.
# Without them it has the image's heap, pages and collector.
# POLL_MILLIS is the time between two pushes of session lists.
set -eu

cd "$(dirname "$0")/../.."
src/build/prerequisites.sh nginx haproxy
if [ ! -f target/gastown.jar ]; then
    echo "Build first: ./mvnw -ntp -DskipTests package" >&2
    exit 1
fi
node=.node/node/node
[ -x "$node" ] || node=$(command -v node)
PATH="$(cd "$(dirname "$node")" && pwd):$PATH"
export PATH

if [ -z "${GATEWAY_JAVA_OPTIONS+set}" ]; then
    GATEWAY_JAVA_OPTIONS=$(grep -Eo '"-X(ms|mx|X:MaxRAM|X:[+]Use[A-Za-z]*)[^"]*"' Dockerfile | tr -d '"' | tr '\n' ' ')
    export GATEWAY_JAVA_OPTIONS
fi

work=target/bench
rm -rf "$work"
mkdir -p "$work/classes"
(cd src/bench/peers && { [ -d node_modules ] || npm ci --no-progress --no-audit --no-fund >/dev/null; })
javac -Xlint:all -Werror -d "$work/classes" -cp target/gastown.jar src/bench/java/dev/gastown/terminal/bench/*.java

# The idle workload opens thousands of connections, two descriptors each.
ulimit -n "$(ulimit -Hn)"
exec java -Dlogback.configurationFile=src/bench/peers/logback.xml \
    -Dbench.jar=target/gastown.jar -Dbench.node="$node" -cp "$work/classes:target/gastown.jar" \
    dev.gastown.terminal.bench.Bench src/bench "$(pwd)/$work" "$@"
