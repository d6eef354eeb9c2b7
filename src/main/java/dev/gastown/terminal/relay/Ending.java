package dev.gastown.terminal.relay;

/**
 * What both sides are told when the sandbox's connection ended by itself (contract sections 3 and 11).
 *
 * @param toBrowser why, for the viewer
 * @param toSandbox the answer
 */
record Ending(Close toBrowser, Close toSandbox) {
    static Ending of(LegEnd sandboxEnd) {
        if (sandboxEnd instanceof LegEnd.PeerClosed closed) {
            Close told = closed.close().equals(Close.NO_STATUS) ? Close.NORMAL : closed.close();
            return new Ending(told, closed.close());
        }
        if (sandboxEnd instanceof LegEnd.Violation broken) {
            Close told = broken.answer().equals(Close.TOO_BIG) ? Close.TOO_BIG : Close.UNREACHABLE;
            return new Ending(told, broken.answer());
        }
        return new Ending(
                sandboxEnd instanceof LegEnd.PingTimeout ? Close.SANDBOX_TIMEOUT : Close.UNREACHABLE,
                Close.VIEWER_GONE);
    }
}
