package dev.gastown.terminal.cluster;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hazelcast.core.Hazelcast;
import dev.gastown.terminal.FreePort;
import dev.gastown.terminal.config.ClusterSettings;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.session.ScriptedSandbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real members on the loopback address. */
class MembersFindEachOtherTest {
    private static final String PASSWORD = "password of the tests";
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int NOTHING_HEARD_MILLIS = 2_000;

    @TempDir
    private Path directory;

    private final List<Cluster> started = new ArrayList<>();
    private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        started.forEach(cluster -> await(cluster.leave()));
    }

    @Test
    void byAListInWhichSomeAreAbsent() throws IOException {
        int port = FreePort.find();
        int otherPort = FreePort.find();
        List<String> members = List.of("127.0.0.1:" + port, "127.0.0.1:" + otherPort, "127.0.0.1:1", "no.such.host:2");
        Cluster first = join(settings(port, members, Optional.empty(), Optional.empty()));
        Cluster second = join(settings(otherPort, members, Optional.empty(), Optional.empty()));

        assertTwo(first, second);
        assertHeard(first.vertx(), second.vertx(), "on the bus");
    }

    @Test
    void byANameWhoseAddressesAreTheirs() throws IOException {
        int port = FreePort.find();
        Cluster only = join(settings(port, List.of(), Optional.of("localhost"), Optional.empty()));

        assertThat(only.members().self()).isEqualTo("127.0.0.1:" + port);
        assertThat(only.members().isJoined()).isTrue();
    }

    @Test
    void andNobodyOfAnotherName() throws IOException {
        int port = FreePort.find();
        Cluster first = join(settings(port, List.of(), Optional.empty(), Optional.empty()));
        ClusterSettings settings =
                settings(FreePort.find(), List.of("127.0.0.1:" + port), Optional.empty(), Optional.empty());
        Cluster stranger = join(new ClusterSettings(
                "stranger", settings.host(), settings.port(), 0, settings.members(), settings.dns(), settings.tls()));

        assertThat(first.members().present()).hasSize(1);
        assertThat(stranger.members().present()).hasSize(1);
    }

    @Test
    void aMemberThatLeftIsNoLongerJoined() throws IOException {
        Cluster only = join(settings(FreePort.find(), List.of(), Optional.empty(), Optional.empty()));
        started.remove(only);
        await(only.leave());

        assertThat(only.members().isJoined()).isFalse();
        assertThat(only.members().present()).containsExactly(only.members().self());
        assertThat(lost).as("who left of its own is not lost").isEmpty();
    }

    @Test
    void aMemberThatHazelcastGivesUpSaysSo() throws Exception {
        Cluster only = join(settings(FreePort.find(), List.of(), Optional.empty(), Optional.empty()));
        Hazelcast.shutdownAll();

        assertThat(lost.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        assertThat(only.members().isJoined()).isFalse();
    }

    @Test
    void whatMayHappenOnceHappensOnceAmongThem() throws IOException {
        int port = FreePort.find();
        List<String> members = List.of("127.0.0.1:" + port);
        Cluster first = join(settings(port, members, Optional.empty(), Optional.empty()));
        Cluster second = join(settings(FreePort.find(), members, Optional.empty(), Optional.empty()));
        Once here = first.once("test.once", Duration.ofMinutes(1));
        Once there = second.once("test.once", Duration.ofMinutes(1));

        for (int round = 0; round < 100; round++) {
            String key = "key " + round;
            List<Future<Boolean>> claims = Stream.of(here, there, here, there)
                    .map(once -> once.isFirst(key))
                    .toList();
            assertThat(claims.stream().map(ScriptedSandbox::await)).containsOnlyOnce(true);
        }
    }

    @Test
    void theBusTakesOnlyCertificatesOfTheAuthority() throws Exception {
        ClusterSettings.Tls ours = tls("ours");
        ClusterSettings.Tls theirs = tls("theirs");
        int port = FreePort.find();
        List<String> members = List.of("127.0.0.1:" + port);
        Cluster first = join(settings(port, members, Optional.empty(), Optional.of(ours)));
        Cluster second = join(settings(FreePort.find(), members, Optional.empty(), Optional.of(ours)));
        Cluster stranger = join(settings(FreePort.find(), members, Optional.empty(), Optional.of(theirs)));

        assertHeard(first.vertx(), second.vertx(), "among us");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(first.vertx()
                .eventBus()
                .<String>consumer("of.strangers", message -> heard.add(message.body()))
                .completion());
        Future<Message<String>> answer = stranger.vertx()
                .eventBus()
                .request("of.strangers", "hello", new DeliveryOptions().setSendTimeout(NOTHING_HEARD_MILLIS));
        assertThatThrownBy(() -> await(answer)).isInstanceOf(Throwable.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void aWildcardIsNoAddressOfAMember() {
        ClusterSettings settings = new ClusterSettings(
                "test", Optional.of("0.0.0.0"), 0, 0, List.of(), Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> MemberAddress.of(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cluster.host", "0.0.0.0", "wildcard");
    }

    @Test
    void theAddressIsTheOneThatLeadsToTheMembers() {
        ClusterSettings local = new ClusterSettings(
                "test", Optional.empty(), 0, 0, List.of("127.0.0.1:5701"), Optional.empty(), Optional.empty());
        ClusterSettings nobody =
                new ClusterSettings("test", Optional.empty(), 0, 0, List.of(), Optional.empty(), Optional.empty());

        assertThat(MemberAddress.of(local)).isEqualTo("127.0.0.1");
        assertThat(MemberAddress.of(nobody)).isEqualTo("127.0.0.1");
    }

    @Test
    void withoutAWayToAnyMemberTheAddressIsAskedFor() {
        ClusterSettings settings = new ClusterSettings(
                "test", Optional.empty(), 0, 0, List.of(), Optional.of("no.such.host.invalid"), Optional.empty());

        assertThatThrownBy(() -> MemberAddress.of(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("cluster.host", "no.such.host.invalid", "GASTOWN_CLUSTER_HOST");
    }

    @Test
    void theOwnNameAmongTheMembersDoesNotMakeItTheLoopbackAddress() throws Exception {
        // Debian gives the own name the address 127.0.1.1. To an address of documentation there is a route or none.
        ClusterSettings settings = new ClusterSettings(
                "test",
                Optional.empty(),
                0,
                0,
                List.of("127.0.1.1:5701", "192.0.2.7:5701"),
                Optional.empty(),
                Optional.empty());
        boolean hasRoute = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress());
        assumeTrue(hasRoute, "this machine has only the loopback address");

        assertThat(MemberAddress.of(settings)).doesNotStartWith("127.");
    }

    private Cluster join(ClusterSettings settings) {
        Cluster cluster = Cluster.join(
                        settings,
                        new VertxOptions(),
                        options -> Vertx.builder().with(options),
                        () -> lost.add(settings.name()))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
        started.add(cluster);
        return cluster;
    }

    private static ClusterSettings settings(
            int port, List<String> members, Optional<String> dns, Optional<ClusterSettings.Tls> tls) {
        return new ClusterSettings("test-" + members.hashCode(), Optional.of("127.0.0.1"), port, 0, members, dns, tls);
    }

    private static void assertTwo(Cluster first, Cluster second) {
        Deadline.await(
                "both to know both",
                DEADLINE,
                () -> first.members().present().size() == 2
                        && first.members().present().equals(second.members().present()));
        assertThat(first.members().present())
                .contains(first.members().self(), second.members().self());
    }

    private static void assertHeard(Vertx listener, Vertx speaker, String words) {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        await(listener.eventBus()
                .<String>consumer("test.words", message -> heard.add(message.body()))
                .completion());
        Deadline.await("the words", DEADLINE, () -> {
            speaker.eventBus().publish("test.words", words);
            return heard.contains(words);
        });
    }

    /** A certificate that is its own authority, by the tool every JDK has. */
    private ClusterSettings.Tls tls(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-dname",
                        "CN=" + name,
                        "-keyalg",
                        "RSA",
                        "-ext",
                        "bc=ca:true",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        Key key = keys.getKey(name, PASSWORD.toCharArray());
        Certificate certificate = keys.getCertificate(name);
        Path certificateFile = pem(name + ".crt", "CERTIFICATE", certificate.getEncoded());
        return new ClusterSettings.Tls(
                certificateFile, pem(name + ".key", "PRIVATE KEY", key.getEncoded()), certificateFile);
    }

    private Path pem(String file, String kind, byte[] content) throws IOException {
        return Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder().encodeToString(content)
                        + "\n-----END " + kind + "-----\n");
    }
}
