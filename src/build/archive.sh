#!/usr/bin/env bash
# Makes the archive of loaded classes beside the jar, so that a gateway starts in about half the time:
#
#     src/build/archive.sh [JAR]    # target/gastown.jar makes target/gastown.jsa
#     java -XX:SharedArchiveFile=target/gastown.jsa -Xlog:cds=off -jar target/gastown.jar gateway
#
# A gateway is started once on free loopback ports, asked a little, and stopped; what it loaded is in the archive. It counts
# for this jar and the `java` that made it: with another jar or Java the start is as slow as without it, and as silent.
set -eu

jar=${1:-target/gastown.jar}
archive=${jar%.jar}.jsa
if [ ! -f "$jar" ]; then
    echo "Build first: ./mvnw -ntp -DskipTests package" >&2
    exit 1
fi
work=$(mktemp -d)
gateway=
cleanUp() {
    [ -z "$gateway" ] || kill -KILL "$gateway" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanUp EXIT

for variable in $(compgen -e GASTOWN_ || true); do
    unset "$variable"
done
export GASTOWN_HTTP_HOST=127.0.0.1 GASTOWN_HTTP_PORT=0 GASTOWN_MANAGEMENT_HOST=127.0.0.1 GASTOWN_MANAGEMENT_PORT=0
# As a cluster's only member: what a node alone loads is among what that loads.
export GASTOWN_CLUSTERED=true GASTOWN_CLUSTER_HOST=127.0.0.1 GASTOWN_CLUSTER_PORT=0 GASTOWN_CLUSTER_NAME="archive $$"
GASTOWN_TICKET_SECRET=$(head -c 48 /dev/urandom | base64)
GASTOWN_SESSION_SECRET=$(head -c 48 /dev/urandom | base64)
export GASTOWN_TICKET_SECRET GASTOWN_SESSION_SECRET

fail() {
    echo "No archive was made: $1" >&2
    cat "$work"/*.log >&2
    exit 1
}

# The port at the end of the line that begins or goes on with these words; waits for it.
port() {
    for _ in {1..600}; do
        if [[ $(cat "$work"/*.log) =~ $1\ http://127\.0\.0\.1:([0-9]+)/ ]]; then
            echo "${BASH_REMATCH[1]}"
            return
        fi
        kill -0 "$gateway" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}

ask() {
    exec 3<>"/dev/tcp/127.0.0.1/$1"
    printf '%b' "$2\r\nHost: 127.0.0.1:$1\r\nConnection: ${3:-close}\r\n\r\n" >&3
    IFS= read -r -t 10 -u 3 _ || true
    exec 3>&-
}

# Java 25 makes the archive of one run, with more in it; it is read by the same option as the older form.
if java -XX:+PrintFlagsFinal -version 2>/dev/null | grep -q AOTCacheOutput; then
    record=-XX:AOTCacheOutput=$archive.new
else
    record=-XX:DumpLoadedClassList=$work/classes
fi
java "$record" -jar "$jar" gateway >"$work/out.log" 2>"$work/err.log" &
gateway=$!
http=$(port Dashboard:) || fail "the gateway did not start"
management=$(port metrics:) || fail "the gateway did not tell its management port"
ask "$http" 'GET / HTTP/1.1'
ask "$http" 'GET /api/trpc/gastown.listTowns HTTP/1.1'
ask "$http" 'GET /api/gastown/events/info HTTP/1.1'
ask "$http" 'GET /api/gastown/terminal?ticket=none HTTP/1.1' \
    'Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
ask "$management" 'GET /health/ready HTTP/1.1'
ask "$management" 'GET /metrics HTTP/1.1'
kill -TERM "$gateway"
wait "$gateway" || fail "the gateway did not end well"
gateway=

if [ -f "$work/classes" ]; then
    java -Xshare:dump -XX:SharedClassListFile="$work/classes" -XX:SharedArchiveFile="$archive.new" -cp "$jar" \
        >"$work/dump.log" 2>&1 || fail "Java can't write it"
fi
[ -f "$archive.new" ] || fail "Java did not write it"
mv -f "$archive.new" "$archive"
