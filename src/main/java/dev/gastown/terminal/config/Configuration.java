package dev.gastown.terminal.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.config.yaml.YamlProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration with vertx-config (contract section 1): the shipped {@code conf/gateway.yaml}, then what the
 * command sets by itself, then the file named by {@code GASTOWN_CONFIG}, then environment variables; later wins.
 */
public final class Configuration {
    /** How often the file is looked at, so that a change counts well within the contract's 10 s. */
    private static final Duration SCAN_PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Configuration.class);

    private static final String SHIPPED_DEFAULTS = "dev/gastown/terminal/conf/gateway.yaml";

    private final Vertx vertx;
    private final JsonObject commandDefaults;
    private final Map<String, String> environment;
    private ConfigRetriever retriever;
    private boolean unreadable;
    private List<String> unknownKeys = List.of();
    private Optional<Vertx> readerOfItsOwn = Optional.empty();

    /**
     * @param vertx whose event loop reads the files
     * @param commandDefaults what the command sets before file and environment, shaped like the file
     * @param environment the environment variables
     */
    public Configuration(Vertx vertx, JsonObject commandDefaults, Map<String, String> environment) {
        this.vertx = vertx;
        this.commandDefaults = commandDefaults;
        this.environment = environment;
    }

    /**
     * A configuration that is read before it is known what Vert.x there is to be: by a small one of its own, which
     * {@link #close()} closes.
     *
     * @param environment the environment variables
     */
    public static Configuration withReaderOfItsOwn(Map<String, String> environment) {
        Vertx reader = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        Configuration configuration = new Configuration(reader, new JsonObject(), environment);
        configuration.readerOfItsOwn = Optional.of(reader);
        return configuration;
    }

    /** Reads it all, once. Fails with {@link ConfigurationException} when something can't be read. */
    public Future<Settings> load() {
        return shippedDefaults().compose(this::retrieve).map(this::settings);
    }

    /**
     * Read once and not watched: they are part of the jar. Not as a file of Vert.x, which would copy all of the
     * gateway's classes out of the jar before it finds one, and more than double the start of a small machine.
     */
    private Future<JsonObject> shippedDefaults() {
        try (InputStream yaml = Configuration.class.getClassLoader().getResourceAsStream(SHIPPED_DEFAULTS)) {
            return new YamlProcessor().process(vertx, new JsonObject(), Buffer.buffer(yaml.readAllBytes()));
        } catch (IOException broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<JsonObject> retrieve(JsonObject shippedDefaults) {
        ConfigRetrieverOptions options = new ConfigRetrieverOptions()
                .setScanPeriod(SCAN_PERIOD.toMillis())
                .addStore(json(shippedDefaults))
                .addStore(json(commandDefaults));
        String file = environment.getOrDefault(EnvironmentVariables.CONFIG_FILE, "");
        if (!file.isBlank()) {
            if (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file))) {
                throw ConfigReader.bad(EnvironmentVariables.CONFIG_FILE, file, "the path of a readable YAML file");
            }
            options.addStore(yamlFile(Path.of(file).toAbsolutePath().toString()));
        }
        retriever = ConfigRetriever.create(vertx, options.addStore(json(EnvironmentVariables.settings(environment))));
        return retriever
                .getConfig()
                .onSuccess(merged -> unknownKeys = UnknownKeys.in(merged, shippedDefaults))
                .recover(unreadable -> Future.failedFuture(new ConfigurationException(
                        EnvironmentVariables.CONFIG_FILE + ": the file is not valid YAML: " + firstLine(unreadable))));
    }

    /** Logs what was read and nothing uses; apart from {@link #load}, which also tells how to log. */
    public void warnOfSlips() {
        unknownKeys.forEach(key -> LOG.warn("The configuration sets {}, which nothing reads: a slip?", key));
    }

    /**
     * Watches the file from now on. A broken edit is logged once and leaves everything as it was.
     *
     * @param listener takes the new settings, on an event loop; may throw {@link ConfigurationException} to refuse them
     * @param onBroken runs for every broken edit, for a metric
     */
    public void onChange(Consumer<Settings> listener, Runnable onBroken) {
        retriever.listen(change -> {
            try {
                listener.accept(settings(change.getNewConfiguration()));
                LOG.info("The configuration changed and is in use");
            } catch (RuntimeException refused) {
                reject(refused, onBroken);
            }
        });
        retriever.setConfigurationProcessor(readable -> {
            unreadable = false;
            return readable;
        });
        retriever.configStream().exceptionHandler(cause -> {
            // The file is read every few seconds: one line and one count for one broken edit.
            if (!unreadable) {
                unreadable = true;
                reject(cause, onBroken);
            }
        });
    }

    /** Stops watching. */
    public Future<Void> close() {
        // Its reader's end says it all: what comes after it must not wait for a future of that reader.
        return readerOfItsOwn
                .map(Vertx::close)
                .orElseGet(() -> retriever == null ? Future.succeededFuture() : retriever.close());
    }

    private static void reject(Throwable reason, Runnable onBroken) {
        LOG.error("The changed configuration is not used: {}", firstLine(reason));
        onBroken.run();
    }

    private Settings settings(JsonObject merged) {
        return new Settings(EnvironmentVariables.expand(merged, environment));
    }

    private static ConfigStoreOptions yamlFile(String path) {
        return new ConfigStoreOptions().setType("file").setFormat("yaml").setConfig(new JsonObject().put("path", path));
    }

    private static ConfigStoreOptions json(JsonObject settings) {
        return new ConfigStoreOptions().setType("json").setConfig(settings);
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("unreadable");
    }
}
