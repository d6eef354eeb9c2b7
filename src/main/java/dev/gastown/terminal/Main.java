package dev.gastown.terminal;

import dev.gastown.terminal.command.GastownCommand;
import picocli.CommandLine;

/** The entry of the one runnable jar: hands the command line over and nothing else. */
public final class Main {
    private Main() {}

    /** Runs the command named; a server command returns at once and its threads keep the process alive. */
    public static void main(String[] args) {
        // Netty's events for Java's flight recorder: to declare them takes the first request a tenth of a second.
        System.setProperty("io.netty.jfr.enabled", System.getProperty("io.netty.jfr.enabled", "false"));
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        int status = new CommandLine(new GastownCommand()).execute(args);
        if (status != CommandLine.ExitCode.OK) {
            System.exit(status);
        }
    }
}
