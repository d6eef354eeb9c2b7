# The gateway as an image: docker build -t gastown-gateway:0.1.0-SNAPSHOT .

FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /build
COPY . .
# exec.skip: tmux and the browser are for the demo and the tests.
RUN ./mvnw -B -ntp -Dmaven.test.skip -DskipTests -Dexec.skip package
# The modules that jdeps finds in the jar, and those that are only found by name: DNS, elliptic curves, socket options.
RUN jlink --output /build/java --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --add-modules \
java.base,java.compiler,java.desktop,java.naming,java.scripting,java.sql,jdk.jfr,jdk.management,jdk.unsupported,\
jdk.crypto.ec,jdk.naming.dns,jdk.net

FROM debian:12.11-slim
ENV PATH=/opt/java/bin:$PATH LANG=C.UTF-8
COPY --from=build /build/java /opt/java
COPY --from=build /build/target/gastown.jar /opt/gastown/gastown.jar
# The archive of loaded classes, made here because it counts for this very jar and this very Java.
COPY --from=build /build/src/build/archive.sh /opt/gastown/archive.sh
RUN ["/opt/gastown/archive.sh", "/opt/gastown/gastown.jar"]
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
EXPOSE 8080 9000
STOPSIGNAL SIGTERM
# Whether it is well, not whether it takes new browsers: a node that drains is to be left to it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
"exec 3<>/dev/tcp/127.0.0.1/${GASTOWN_MANAGEMENT_PORT:-9000} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
# A third of the memory for the heap, and at most as much for buffers outside it; the rest is for code and threads. The
# serial collector, as the JVM takes by itself in small containers only: relaying leaves little behind that lives, and G1
# touches twice the memory for it. Huge pages where the kernel gives them when asked: touching the first 4 KiB pages one by
# one is an eighth of the start.
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/opt/gastown/gastown.jsa", "-Xlog:cds=off", \
"-XX:MaxRAMPercentage=35", "-XX:+UseSerialGC", "-XX:+UseTransparentHugePages", "-Xms64m", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/gastown/gastown.jar"]
CMD ["gateway"]
