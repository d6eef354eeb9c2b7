#!/bin/sh
# Measures the smallest parts by themselves, with JMH: time and garbage of one call.
#
#     src/bench/jmh.sh [JMH's options: a part of a benchmark's name, -f 3, -l, -h ...]
#
# Needs ./mvnw -ntp -DskipTests package before it. About two minutes; writes target/jmh/results.json too.
set -eu

cd "$(dirname "$0")/../.."
work=target/jmh
rm -rf "$work"
mkdir -p "$work/classes"
./mvnw -q -B -ntp -Dweb.skip dependency:build-classpath -DincludeScope=test -Dmdep.outputFile="$work/classpath"
classpath=target/classes:$(cat "$work/classpath")
find src/bench/java -name '*Benchmark.java' -o -name OneRead.java >"$work/sources"
javac -processor org.openjdk.jmh.generators.BenchmarkProcessor -d "$work/classes" -cp "$classpath" "@$work/sources"
exec java -Dlogback.configurationFile=src/bench/peers/logback.xml -cp "$work/classes:$classpath" \
    org.openjdk.jmh.Main -prof gc -rf json -rff "$work/results.json" "$@"
