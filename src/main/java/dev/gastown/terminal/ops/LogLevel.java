package dev.gastown.terminal.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gastown.terminal.config.LogSettings;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Changes the log levels while the process runs. Safe on any thread. */
public final class LogLevel {
    /** Loggers with a level of their own, so that they lose it when the configuration names them no more. */
    private static final Set<String> NAMED = new HashSet<>();

    private LogLevel() {}

    /** Sets the root logger's level and those of the loggers named; others that were named before follow again. */
    public static void set(LogSettings settings) {
        synchronized (NAMED) {
            logger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.valueOf(settings.level()));
            NAMED.stream()
                    .filter(name -> !settings.levels().containsKey(name))
                    .forEach(name -> logger(name).setLevel(null));
            NAMED.clear();
            settings.levels().forEach((name, level) -> {
                logger(name).setLevel(Level.valueOf(level));
                NAMED.add(name);
            });
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
