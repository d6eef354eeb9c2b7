package dev.gastown.terminal.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gastown.terminal.config.ConfigurationException;
import org.slf4j.LoggerFactory;

/** Changes the log level while the process runs. Safe on any thread. */
public final class LogLevel {
    private LogLevel() {}

    /**
     * Sets the root logger's level.
     *
     * @throws ConfigurationException when there is no such level
     */
    public static void set(String name) {
        Level level = Level.toLevel(name, null);
        if (level == null) {
            throw ConfigurationException.notAllowed("log.level", name, "TRACE, DEBUG, INFO, WARN or ERROR");
        }
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(level);
    }
}
