package dev.gastown.terminal.command;

import static dev.gastown.terminal.session.ScriptedSandbox.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gastown.terminal.config.AttentionRule;
import dev.gastown.terminal.config.ClusterSettings;
import dev.gastown.terminal.config.Configuration;
import dev.gastown.terminal.config.ConfigurationException;
import dev.gastown.terminal.config.DatabaseSettings;
import dev.gastown.terminal.config.EnvironmentVariables;
import dev.gastown.terminal.config.Settings;
import dev.gastown.terminal.town.Town;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationIsOneClearPlaceTest {
    private static final String TOWN = "3f1c9a52-0d5e-4c11-9a3e-5d6f7a8b9c01";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @Test
    void laterWins() {
        assertThat(read("{}").http().port()).isEqualTo(8080);
        assertThat(read("http: {port: 1111}").http().port()).isEqualTo(1111);
        environment.put("GASTOWN_HTTP_PORT", "2222");
        assertThat(read("http: {port: 1111}").http().port()).isEqualTo(2222);
        assertThat(read("http: {port: 1111}").http().host()).isEqualTo("0.0.0.0");
        environment.put("GASTOWN_HTTP_PORT", " ");
        assertThat(read("http: {port: 1111}").http().port()).isEqualTo(1111);
    }

    @Test
    void whatTheFileLeavesOutKeepsItsDefault() {
        Settings settings = read("limits: {socketsPerUser: 3}");

        assertThat(settings.limits().socketsPerUser()).isEqualTo(3);
        assertThat(settings.limits().messageBytes()).isEqualTo(1_048_576);
        assertThat(settings.limits().requestBodyBytes()).isEqualTo(65_536);
        assertThat(settings.limits().batchCalls()).isEqualTo(10);
        assertThat(settings.limits().ticketsPerUserPerMinute()).isEqualTo(60);
        assertThat(settings.limits().feedMessageBytes()).isEqualTo(16_384);
    }

    @Test
    void anEmptiedGroupSaysWhichKeyIsMissing() {
        assertThatThrownBy(() -> read("limits:").limits())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("limits.messageBytes is missing: it must be a whole number from 125 to 1073741824");
    }

    @Test
    void environmentVariablesAreExpanded() {
        environment.put("SPRINGFIELD_KEY", "a$1\\key");
        environment.put("HOST", "10.0.0.7");

        Town town = townsOf(read(town("sandboxUrl: 'http://${HOST}:8081', sandboxKey: '${SPRINGFIELD_KEY}'")))
                .get(UUID.fromString(TOWN));
        assertThat(town.sandboxKey()).contains("a$1\\key");
        assertThat(town.sandboxUrl()).hasToString("http://10.0.0.7:8081");
    }

    @Test
    void aMissingVariableIsNamed() {
        assertThatThrownBy(() -> read(town("sandboxUrl: 'http://x:1', sandboxKey: '${NO_SUCH_KEY}'")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sandboxKey")
                .hasMessageContaining("NO_SUCH_KEY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: {port: 70000} | http.port | 70000 | 65535",
                "http: {port: abc} | http.port | abc | whole number",
                "http: {port: 1.5} | http.port | 1.5 | whole number",
                "http: {loopbackOnly: maybe} | http.loopbackOnly | maybe | true or false",
                "http: {publicUrl: 'ftp://x'} | http.publicUrl | ftp://x | https://",
                "http: {publicUrl: 'https://x/path'} | http.publicUrl | https://x/path | https://",
                "http: {allowedOrigins: ['null']} | http.allowedOrigins | null | https://",
                "http: {allowedOrigins: ['*']} | http.allowedOrigins | * | https://",
                "http: {trustedProxies: ['10.0.0.0/99']} | http.trustedProxies | 10.0.0.0/99 | CIDR",
                "limits: {messageBytes: -1} | limits.messageBytes | -1 | 125",
                "cluster: {enabled: perhaps} | cluster.enabled | perhaps | true or false",
                "cluster: {enabled: true, port: 70000} | cluster.port | 70000 | 65535",
                "cluster: {enabled: true, eventBusPort: x} | cluster.eventBusPort | x | whole number",
                "cluster: {enabled: true, members: ['10.0.0.7:0']} | cluster.members | 10.0.0.7:0 | host:port",
                "cluster: {enabled: true, members: ['http://x']} | cluster.members | http://x | host:port",
                "cluster: {enabled: true, port: 65500} | cluster.eventBusPort | GASTOWN_CLUSTER_EVENT_BUS_PORT | port",
                "cluster: {enabled: true, members: [a], dns: b} | cluster.members | cluster.dns | only one",
                "cluster: {enabled: true, tls: {key: /no/such.pem}} | cluster.tls.key | /no/such.pem | PEM",
                "relay: {mode: quick} | relay.mode | quick | fast or frames",
                "log: {level: LOUD} | log.level | LOUD | DEBUG",
                "database: {poolSize: 0} | database.poolSize | 0 | 16",
                "database: {pollMillis: 6000} | database.pollMillis | 6000 | 5000",
                "database: {timeoutMillis: 1} | database.timeoutMillis | 1 | 100",
                "database: {rootCertificate: /no/such.pem} | database.rootCertificate | /no/such.pem | PEM",
                "sandbox: {urlTemplate: 'http://{host}:1'} | sandbox.urlTemplate | {host} | {fly_machine_id}",
                "sandbox: {urlTemplate: 'ftp://{id}:1'} | sandbox.urlTemplate | ftp:// | http://",
                "log: {levels: {dev.gastown.terminal.relay: LOUD}} | log.levels.dev.gastown.terminal.relay | LOUD | DEBUG",
                "log: {levels: {io.netty: DEBUG}} | log.levels | io.netty | dev.gastown",
                "log: {format: xml} | log.format | xml | text or json",
                "log: {access: maybe} | log.access | maybe | true or false",
                "towns: 7 | towns | 7 | list",
                "towns: [7] | towns[0] | 7 | townId",
                "towns: [{townId: x}] | towns[0].townId | x | UUID"
            })
    void aBadValueIsOneLineThatNamesKeyValueAndWhatIsAllowed(String yaml, String key, String value, String allowed) {
        environment.put("GASTOWN_DATABASE_URL", "postgresql://gateway@localhost");
        assertThatThrownBy(() -> {
                    Settings settings = read(yaml);
                    settings.database();
                    settings.cluster();
                    settings.relayMode();
                    new LiveSettings(settings, Map.of());
                })
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(key, value, allowed)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status: running, owners: [alice]",
                "sandboxUrl: 'http://x:1', owners: alice",
                "sandboxUrl: 'http://x:1', owners: [null]",
                "sandboxUrl: 'file:///x', owners: [alice]",
                "sandboxUrl: 'http://x:1', owners: [alice], status: asleep"
            })
    void aBadTownIsRefused(String fields) {
        assertThatThrownBy(() -> townsOf(read("towns: [{townId: " + TOWN + ", " + fields + "}]")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("towns[0].");
    }

    @Test
    void rulesOfAttentionAreAddedChangedAndSwitchedOffByName() {
        environment.put("GASTOWN_SANDBOX_KEY", "key");
        Settings settings = read("sandbox: {attention: {claude-permission: {pattern: ''}, codex-done: {reason: rests},"
                + " mine: {agent: Mine, attention: waiting, pattern: '(which) one\\?', reason: 'asks $1'}}}");

        Map<String, AttentionRule> rules = new HashMap<>();
        settings.sandbox("", "").attentionRules().forEach(rule -> rules.put(rule.name(), rule));
        assertThat(rules).containsKeys("claude-question", "codex-done", "mine").doesNotContainKey("claude-permission");
        assertThat(rules.get("codex-done").reason()).isEqualTo("rests");
        assertThat(rules.get("mine").pattern().matcher("which one?").find()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mine: {agent: A, attention: waiting, pattern: '(unclosed'} | mine.pattern | (unclosed | Java regular",
                "mine: {agent: A, attention: asleep, pattern: x} | mine.attention | asleep | working, waiting or done",
                "mine: {attention: waiting, pattern: x} | mine.agent | '' | text",
                "mine: {agent: A, attention: done, pattern: (x), reason: $2} | mine.reason | $2 | group",
                "mine: {agent: A, attention: done, regex: x} | mine | regex | pattern",
                "mine: 7 | mine | 7 | group",
                "\"a.b\": {agent: A, attention: done, pattern: x} | sandbox.attention | a.b | letters"
            })
    void aBadRuleOfAttentionIsOneLine(String rule, String key, String value, String allowed) {
        environment.put("GASTOWN_SANDBOX_KEY", "key");
        assertThatThrownBy(() -> read("sandbox: {attention: {" + rule + "}}").sandbox("", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(key, value, allowed)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aClusterIsReadFromItsVariables() {
        assertThat(read("{}").cluster()).isEmpty();
        environment.put("GASTOWN_CLUSTERED", "true");
        environment.put("GASTOWN_CLUSTER_NAME", "springfield");
        environment.put("GASTOWN_CLUSTER_HOST", "10.0.0.7");
        environment.put("GASTOWN_CLUSTER_PORT", "6000");
        environment.put("GASTOWN_CLUSTER_MEMBERS", "10.0.0.7:6000, gateway-2, [fd00::7]:7000");

        assertThat(read("{}").cluster())
                .contains(new ClusterSettings(
                        "springfield",
                        Optional.of("10.0.0.7"),
                        6_000,
                        6_100,
                        List.of("10.0.0.7:6000", "gateway-2:6000", "[fd00::7]:7000"),
                        Optional.empty(),
                        Optional.empty()));

        environment.remove("GASTOWN_CLUSTER_MEMBERS");
        environment.put("GASTOWN_CLUSTER_DNS", "gateway-members");
        environment.put("GASTOWN_CLUSTER_EVENT_BUS_PORT", "7100");
        ClusterSettings byName = read("{}").cluster().orElseThrow();
        assertThat(byName.dns()).contains("gateway-members");
        assertThat(byName.eventBusPort()).isEqualTo(7_100);
    }

    @Test
    void aDatabaseIsReadFromItsUrl() {
        assertThat(read("{}").database()).isEmpty();
        environment.put(
                "GASTOWN_DATABASE_URL",
                "postgres://gate%40way:p+a:s$s%2F?=#&@[fd00::7]:6432/to%20wns?sslmode=require&application_name=a@b");

        DatabaseSettings database = read("{}").database().orElseThrow();
        assertThat(database.user()).isEqualTo("gate@way");
        assertThat(database.password()).isEqualTo("p+a:s$s/?=#&");
        assertThat(database.host()).isEqualTo("fd00::7");
        assertThat(database.port()).isEqualTo(6432);
        assertThat(database.database()).isEqualTo("to wns");
        assertThat(database.sslMode()).isEqualTo(SslMode.REQUIRE);
        assertThat(database.applicationName()).isEqualTo("a@b");
        assertThat(database.toString()).doesNotContain("p+a");

        environment.put("GASTOWN_DATABASE_URL", "postgresql://gateway@db_1");
        DatabaseSettings bare = read("{}").database().orElseThrow();
        assertThat(bare.database()).isEqualTo("gateway");
        assertThat(bare.port()).isEqualTo(5432);
        assertThat(bare.password()).isEmpty();
        assertThat(bare.sslMode()).isEqualTo(SslMode.PREFER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hush-hush",
                "mysql://u:hush-hush@h/d",
                "postgresql://u:hush-hush",
                "postgresql://:hush-hush@h/d",
                "postgresql://hush-hush/d?application_name=a@b",
                "postgresql://u:hush-hush@h:99999/d",
                "postgresql://u:hush-hush@h:x/d",
                "postgresql://u:hush-hush@h1,h2/d",
                "postgresql://u:hush@hush-hush@h/d",
                "postgresql://u:hush-hush@h/d/e",
                "postgresql://u:hush-hush%zz@h/d",
                "postgresql://u:hush-hush@h/d?sslmode=hush-hush",
                "postgresql://u:hush-hush@h/d?sslmode=allow",
                "postgresql://u@h/d?password=hush-hush",
                "postgresql://u@h/d?hush-hush",
                "postgresql://u:hush-hush@h/d?sslmode=disable&sslrootcert=pom.xml"
            })
    void aBadDatabaseUrlIsOneLineWithoutAnyPartOfIt(String url) {
        environment.put("GASTOWN_DATABASE_URL", url);
        assertThatThrownBy(() -> read("{}").database())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("database.")
                .message()
                .doesNotContain("hush", "\n");
    }

    @Test
    void secretsAreNeverInMessages() {
        for (String yaml : new String[] {
            "tickets: {secret: hush-hush}",
            "tickets: {secret: [hush-hush]}",
            "tickets: hush-hush",
            "tickets: {secret: {x: hush-hush}}"
        }) {
            assertThatThrownBy(() -> read(yaml).tickets())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("tickets")
                    .message()
                    .doesNotContain("hush-hush");
        }
        assertThatThrownBy(() -> read("auth: {sessionSecret: hush-hush}").identity())
                .hasMessageContaining("GASTOWN_SESSION_SECRET")
                .hasMessageNotContaining("hush-hush");
        environment.put("GASTOWN_TICKET_SECRET", "x".repeat(32));
        assertThat(read("{}").tickets().toString()).doesNotContain("xxx");
    }

    @Test
    void aMissingSecretSaysWhichVariableToSet() {
        assertThatThrownBy(() -> read("{}").tickets())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GASTOWN_TICKET_SECRET");
        assertThatThrownBy(() -> read("{}").identity())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GASTOWN_SESSION_SECRET");
        assertThatThrownBy(() -> read("{}").sandbox("", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GASTOWN_SANDBOX_KEY");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 499, 10_001})
    void aWallIsNeitherHastyNorAsleep(int millis) {
        environment.put("GASTOWN_SANDBOX_KEY", "a key");
        assertThat(read("{}").sandbox("", "").wallInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() ->
                        read("sandbox: {wallIntervalMillis: " + millis + "}").sandbox("", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sandbox.wallIntervalMillis", String.valueOf(millis), "500", "10000");
    }

    @Test
    void secretsAreCountedInBytes() {
        environment.put("GASTOWN_TICKET_SECRET", "é".repeat(16));
        assertThat(read("{}").tickets().secret()).hasSize(32);
        environment.put("GASTOWN_TICKET_SECRET", "x".repeat(31));
        assertThatThrownBy(() -> read("{}").tickets()).hasMessageContaining("31 bytes");
    }

    @Test
    void ticketsAreNeverSignedWithTheLoginKey() {
        environment.put("GASTOWN_TICKET_SECRET", "x".repeat(32));
        environment.put("GASTOWN_SESSION_SECRET", "x".repeat(32));

        assertThatThrownBy(() -> read("{}").identity())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("different");
    }

    @Test
    void theVariablesOfTheContractSetTheirKeys() {
        assertThat(EnvironmentVariables.configurationKeys())
                .containsKeys(
                        "GASTOWN_HTTP_HOST",
                        "GASTOWN_HTTP_PORT",
                        "GASTOWN_MANAGEMENT_PORT",
                        "GASTOWN_SANDBOX_PORT",
                        "GASTOWN_SANDBOX_KEY",
                        "GASTOWN_TICKET_SECRET",
                        "GASTOWN_SESSION_SECRET",
                        "GASTOWN_TICKET_SECRET_PREVIOUS",
                        "GASTOWN_SESSION_SECRET_PREVIOUS",
                        "GASTOWN_ALLOWED_ORIGINS",
                        "GASTOWN_PUBLIC_URL",
                        "GASTOWN_TRUSTED_PROXIES",
                        "GASTOWN_CLUSTERED",
                        "GASTOWN_CLUSTER_NAME",
                        "GASTOWN_CLUSTER_HOST",
                        "GASTOWN_CLUSTER_PORT",
                        "GASTOWN_CLUSTER_MEMBERS",
                        "GASTOWN_CLUSTER_DNS",
                        "GASTOWN_DATABASE_URL");
        environment.put("GASTOWN_ALLOWED_ORIGINS", "https://a.example, https://b.example");
        assertThat(read("{}").http().allowedOrigins()).containsExactly("https://a.example", "https://b.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: [unclosed", "\tport: 1", "just text", "- a\n- list"})
    void aFileThatIsNoConfigurationIsRefusedInOneLine(String yaml) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("GASTOWN_CONFIG")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        environment.put("GASTOWN_CONFIG", "/no/such/file.yaml");

        assertThatThrownBy(() -> await(new Configuration(vertx, new JsonObject(), environment).load()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("GASTOWN_CONFIG", "/no/such/file.yaml");
    }

    private static Map<UUID, Town> townsOf(Settings settings) {
        return dev.gastown.terminal.town.TownsReader.read(settings.towns());
    }

    private static String town(String fields) {
        return "towns: [{townId: " + TOWN + ", owners: [alice], " + fields + "}]";
    }

    private Settings read(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("gateway.yaml"), yaml);
            environment.putIfAbsent("GASTOWN_CONFIG", file.toString());
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
        Configuration configuration = new Configuration(vertx, new JsonObject(), environment);
        try {
            return await(configuration.load());
        } finally {
            await(configuration.close());
        }
    }
}
