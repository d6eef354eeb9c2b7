package dev.gastown.terminal.session;

import java.util.List;
import java.util.Set;

/**
 * What a sandbox answered to {@code GET /sessions}, checked and sorted.
 *
 * @param protocols the subprotocols it says it speaks
 * @param sessions its sessions in list order
 * @param dropped entries left out because they were no sessions, had an invalid name, or were too many
 */
public record SandboxListing(Set<String> protocols, List<AgentSession> sessions, int dropped) {}
