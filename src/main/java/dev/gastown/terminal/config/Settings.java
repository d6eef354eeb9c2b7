package dev.gastown.terminal.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The whole configuration, read once and immutable; a change makes a new one. Secrets are read where a command needs
 * them, so that the sandbox agent starts without the gateway's and the other way round.
 */
public final class Settings {
    /** HS256 keys are as long as its hash, RFC 7518 section 3.2; bytes. */
    private static final int LEAST_SECRET_BYTES = 32;

    /** The highest TCP port. */
    static final int MOST_PORT = 65_535;

    private static final int HOUR_SECONDS = 3_600;
    private static final int DAY_SECONDS = 86_400;
    private static final int MINUTE_MILLIS = 60_000;

    private final ConfigReader reader;

    Settings(JsonObject merged) {
        this.reader = new ConfigReader(merged);
    }

    /**
     * Reads everything that a gateway will read, so that a bad setting is told before anything was started.
     *
     * @throws ConfigurationException when a value is missing or not allowed
     */
    public void checkGateway() {
        http();
        management();
        identity();
        tickets();
        poller();
        relayMode();
        limits();
        cluster();
        database();
        log();
        auditFile();
    }

    /** @throws ConfigurationException when a value is not allowed */
    public HttpSettings http() {
        return new HttpSettings(
                reader.requiredText("http.host"),
                reader.integer("http.port", 0, MOST_PORT),
                reader.text("http.publicUrl").map(url -> OriginText.check("http.publicUrl", url)),
                reader.texts("http.allowedOrigins").stream()
                        .map(origin -> OriginText.check("http.allowedOrigins", origin))
                        .toList(),
                reader.texts("http.trustedProxies"),
                reader.bool("http.loopbackOnly"),
                tls());
    }

    private Optional<HttpSettings.Tls> tls() {
        Optional<Path> certificate = reader.pem("http.tls.certificate");
        Optional<Path> key = reader.pem("http.tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigurationException("http.tls is incomplete: set both certificate and key, or neither");
        }
        return certificate.map(file -> new HttpSettings.Tls(file, key.orElseThrow()));
    }

    /** @throws ConfigurationException when a value is not allowed */
    public ManagementSettings management() {
        return new ManagementSettings(
                reader.requiredText("management.host"), reader.integer("management.port", 0, MOST_PORT));
    }

    /**
     * How this node joins the others; empty when it runs alone.
     *
     * @throws ConfigurationException when a value is not allowed
     */
    public Optional<ClusterSettings> cluster() {
        return reader.bool("cluster.enabled") ? Optional.of(ClusterReader.read(reader)) : Optional.empty();
    }

    /**
     * The sandbox agent's settings.
     *
     * @param tmuxSocket the command line's choice, which wins over the configuration; empty for none
     * @param townRoot likewise
     * @throws ConfigurationException when a value is not allowed, or the key is missing
     */
    public SandboxSettings sandbox(String tmuxSocket, String townRoot) {
        return new SandboxSettings(
                reader.requiredText("http.host"),
                reader.integer("sandbox.port", 0, MOST_PORT),
                reader.text("sandbox.key")
                        .orElseThrow(() -> new ConfigurationException(
                                "sandbox.key is missing: set GASTOWN_SANDBOX_KEY to the key the gateway sends")),
                chosen(tmuxSocket, "sandbox.tmuxSocket"),
                chosen(townRoot, "sandbox.townRoot").map(Path::of),
                reader.seconds("sandbox.activeSeconds", 1, DAY_SECONDS),
                reader.seconds("sandbox.endedSessionSeconds", 0, DAY_SECONDS),
                reader.integer("sandbox.scrollbackLines", 0, 100_000),
                reader.millis("sandbox.plainIntervalMillis", 10, MINUTE_MILLIS),
                reader.millis("sandbox.wallIntervalMillis", 500, 10_000),
                AttentionRulesReader.read(reader));
    }

    /** Whether there is a key for a sandbox agent on this machine. */
    public boolean hasSandboxKey() {
        return reader.text("sandbox.key").isPresent();
    }

    /** @throws ConfigurationException when the secret is missing or too short */
    public TicketSettings tickets() {
        return new TicketSettings(
                requiredSecret("tickets.secret", "GASTOWN_TICKET_SECRET"),
                reader.secret("tickets.previousSecret", "GASTOWN_TICKET_SECRET_PREVIOUS", LEAST_SECRET_BYTES),
                reader.requiredText("tickets.issuer"));
    }

    /** @throws ConfigurationException when the secret is missing, too short, or the tickets' */
    public IdentitySettings identity() {
        return IdentityReader.read(reader, LEAST_SECRET_BYTES);
    }

    /** @throws ConfigurationException when a value is not allowed */
    public PollerSettings poller() {
        PollerSettings poller = new PollerSettings(
                reader.millis("poller.intervalMillis", 100, HOUR_SECONDS * 1_000),
                reader.millis("poller.timeoutMillis", 10, MINUTE_MILLIS));
        if (poller.timeout().compareTo(poller.interval()) > 0) {
            throw ConfigReader.bad(
                    "poller.timeoutMillis", poller.timeout().toMillis(), "at most poller.intervalMillis");
        }
        return poller;
    }

    /** @throws ConfigurationException when a value is not allowed */
    public RelayMode relayMode() {
        String mode = reader.requiredText("relay.mode");
        return switch (mode) {
            case "fast" -> RelayMode.FAST;
            case "frames" -> RelayMode.FRAMES;
            default -> throw ConfigReader.bad("relay.mode", mode, "fast or frames");
        };
    }

    /** @throws ConfigurationException when a value is not allowed */
    public LimitSettings limits() {
        return new LimitSettings(
                reader.integer("limits.messageBytes", 125, 1 << 30),
                reader.integer("limits.writerBytesPerSecond", 0, 1 << 30),
                reader.integer("limits.ticketsPerUserPerMinute", 0, 1_000_000),
                reader.integer("limits.socketsPerUser", 0, 1_000_000),
                reader.integer("limits.socketsPerTown", 0, 1_000_000),
                reader.integer("limits.socketsPerNode", 0, 1_000_000),
                reader.integer("limits.feedSocketsPerUser", 0, 1_000_000),
                reader.millis("limits.upstreamConnectMillis", 10, MINUTE_MILLIS),
                reader.seconds("limits.pingSeconds", 1, HOUR_SECONDS),
                reader.integer("limits.writeQueueBytes", 1_024, 1 << 30),
                reader.integer("limits.requestBodyBytes", 1_024, 1 << 30),
                reader.integer("limits.headerBytes", 8_192, 1 << 20),
                reader.seconds("limits.requestSeconds", 1, HOUR_SECONDS),
                reader.integer("limits.batchCalls", 1, 1_000),
                reader.integer("limits.feedMessageBytes", 256, 1 << 20),
                reader.seconds("limits.drainSeconds", 0, HOUR_SECONDS),
                reader.integer("limits.sandboxListBytes", 1_024, 1 << 30),
                reader.integer("limits.sandboxSessions", 1, 100_000));
    }

    /**
     * The database that says which towns there are; empty when the configuration does.
     *
     * @throws ConfigurationException when a value is not allowed
     */
    public Optional<DatabaseSettings> database() {
        return DatabaseReader.read(reader);
    }

    /**
     * Where the audit is written; empty for nowhere.
     *
     * @throws ConfigurationException when it is no path
     */
    public Optional<Path> auditFile() {
        return reader.text("audit.file").map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException noPath) {
                throw ConfigReader.bad("audit.file", text, "the path of a file");
            }
        });
    }

    /** The towns as written, for the town directory to read. */
    public JsonArray towns() {
        return reader.array("towns");
    }

    /** @throws ConfigurationException when a value is not allowed */
    public LogSettings log() {
        return LogReader.read(reader);
    }

    private Optional<String> chosen(String option, String key) {
        return option.isEmpty() ? reader.text(key) : Optional.of(option);
    }

    private byte[] requiredSecret(String key, String variable) {
        return reader.secret(key, variable, LEAST_SECRET_BYTES)
                .orElseThrow(() -> ConfigReader.missingSecret(key, variable, LEAST_SECRET_BYTES));
    }
}
