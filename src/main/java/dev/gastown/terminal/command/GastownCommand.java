package dev.gastown.terminal.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line as a whole (contract section 1). An unknown command or option ends with status 2. */
@Command(
        name = "gastown",
        mixinStandardHelpOptions = true,
        version = "gastown 0.1.0",
        description = "Watch every agent of a Gas Town live in a browser, and type to its Mayor.",
        subcommands = {
            DemoCommand.class,
            GatewayCommand.class,
            SandboxCommand.class,
            DoctorCommand.class,
            TicketCommand.class
        })
public final class GastownCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: demo, gateway, sandbox, doctor or ticket");
    }
}
