package dev.gastown.terminal.web.trpc;

import dev.gastown.terminal.identity.User;
import dev.gastown.terminal.ops.TraceContext;

/**
 * Who calls a procedure, and in which request.
 *
 * @param user who
 * @param trace the request
 */
public record Caller(User user, TraceContext trace) {}
