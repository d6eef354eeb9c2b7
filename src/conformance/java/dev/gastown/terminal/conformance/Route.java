package dev.gastown.terminal.conformance;

/**
 * Where a request goes.
 *
 * @param port of a server on loopback
 * @param target what it is asked for
 */
record Route(int port, String target) {}
