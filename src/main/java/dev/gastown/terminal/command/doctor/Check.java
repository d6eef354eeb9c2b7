package dev.gastown.terminal.command.doctor;

import java.util.List;

/** Looks at one side of a configuration, for real. Blocks, for seconds at most. */
@FunctionalInterface
public interface Check {
    /** What was found; at least one finding when there was something to look at. */
    List<Finding> run();
}
