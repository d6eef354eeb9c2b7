package dev.gastown.terminal.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.gastown.terminal.config.EnvironmentVariables;
import dev.gastown.terminal.config.LogFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged, and how, unless a file says so: one that {@code -Dlogback.configurationFile} names, or a
 * {@code logback-test.xml} as the tests have. Logback finds this class as a service. In code: to read the same from
 * XML takes some 30 ms of a gateway's start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    private static final String FILE_PROPERTY = "logback.configurationFile";
    private static final String FILE_OF_TESTS = "logback-test.xml";
    private static final String APPENDER = "STDERR";
    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0} - %msg%n%ex{short}";

    private static final Map<String, Level> LIBRARIES = Map.ofEntries(
            // Their debug output would show the headers and bodies that carry keys and cookies.
            Map.entry("io.netty", Level.INFO),
            Map.entry("io.vertx", Level.INFO),
            // Keys that it fetches for itself and nobody asks it about: a stack trace with what the provider said.
            Map.entry("io.vertx.ext.auth.oauth2.impl.OAuth2AuthProviderImpl", Level.ERROR),
            // A line for every sandbox that refuses a socket: the relay counts and audits those.
            Map.entry("io.vertx.core.http.impl.HttpClientConnectionInternal", Level.ERROR),
            // Vert.x registers one of its gauges twice, which is no news to anybody.
            Map.entry("io.micrometer", Level.ERROR),
            // The one line for a broken edit is ours. This one comes every two seconds and quotes the file: secrets
            // too.
            Map.entry("io.vertx.config.impl.ConfigRetrieverImpl", Level.OFF),
            // Its members, ports and settings at every start; what happens to the cluster it says as warnings.
            Map.entry("com.hazelcast", Level.WARN),
            // Asks for access to the inside of the Java runtime, which it does without.
            Map.entry("com.hazelcast.instance.impl.HazelcastInstanceFactory", Level.ERROR),
            // The exclusive subsystem is an extra of Hazelcast that nothing here uses.
            Map.entry("com.hazelcast.cp", Level.ERROR),
            // A cluster that can't be joined ends the start with one line of ours, not with its stack trace.
            Map.entry("com.hazelcast.instance.impl.Node", Level.OFF),
            Map.entry("com.hazelcast.instance.AddressPicker", Level.OFF),
            Map.entry("io.vertx.core.impl.VertxImpl", Level.OFF),
            // A stack trace for every node that is gone, which the members' own lines tell.
            Map.entry("io.vertx.core.eventbus.impl.clustered.ClusteredEventBus", Level.ERROR));

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(FILE_PROPERTY) != null
                || LogSetup.class.getClassLoader().getResource(FILE_OF_TESTS) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Standard output carries the one "Dashboard:" line. */
    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(APPENDER);
        appender.setTarget("System.err");
        // The configuration, which may say it too, is read later; it refuses what is neither.
        String early = System.getenv(EnvironmentVariables.LOG_FORMAT);
        appender.setEncoder(encoder(
                context, Optional.ofNullable(early).flatMap(LogFormat::ofName).orElse(LogFormat.TEXT)));
        appender.start();
        return appender;
    }

    /** Writes every further line so; nothing changes where a file of Logback's own says how. */
    public static void use(LogFormat format) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                instanceof ConsoleAppender<ILoggingEvent> appender) {
            appender.setEncoder(encoder(context, format));
        }
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder text = new PatternLayoutEncoder();
                text.setContext(context);
                text.setPattern(PATTERN);
                text.start();
                yield text;
            }
            case JSON -> {
                JsonEncoder json = new JsonEncoder();
                json.setContext(context);
                json.setWithContext(false);
                json.setWithSequenceNumber(false);
                json.setWithNanoseconds(false);
                // With its arguments in it.
                json.setWithMessage(false);
                json.setWithArguments(false);
                json.setWithFormattedMessage(true);
                json.start();
                yield json;
            }
        };
    }
}
