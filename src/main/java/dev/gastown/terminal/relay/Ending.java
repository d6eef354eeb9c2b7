package dev.gastown.terminal.relay;

import java.util.Set;

/**
 * What both sides are told when the sandbox's connection ended by itself (contract sections 3 and 11).
 *
 * @param toBrowser why, for the viewer
 * @param toSandbox the answer
 */
record Ending(Close toBrowser, Close toSandbox) {
    /** The gateway's limits and failures, which a viewer is told of as they are. */
    private static final Set<Close> OURS = Set.of(Close.TOO_BIG, Close.INTERNAL_ERROR);

    static Ending of(LegEnd sandboxEnd) {
        if (sandboxEnd instanceof LegEnd.PeerClosed closed) {
            Close told = closed.close().equals(Close.NO_STATUS) ? Close.NORMAL : closed.close();
            return new Ending(told, closed.close());
        }
        if (sandboxEnd instanceof LegEnd.Violation broken) {
            boolean sandboxsFault = !OURS.contains(broken.answer());
            return new Ending(sandboxsFault ? Close.UNREACHABLE : broken.answer(), broken.answer());
        }
        return new Ending(
                sandboxEnd instanceof LegEnd.PingTimeout ? Close.SANDBOX_TIMEOUT : Close.UNREACHABLE,
                Close.VIEWER_GONE);
    }
}
