package dev.gastown.terminal.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the sandbox agent runs (the {@code sandbox:} part of the configuration).
 *
 * @param host address to listen on
 * @param port TCP port, 0 takes a free one
 * @param key what a caller must send as {@code x-internal-api-key}; never empty
 * @param tmuxSocket tmux's {@code -L} name; empty means tmux's default socket
 * @param townRoot the Gas Town directory whose {@code mayor/rigs.json} registers the rig prefixes, if known
 * @param activeWindow output younger than this makes a session active
 * @param endedSessionRetention how long a session that vanished stays in the list as dead
 * @param scrollbackLines lines of history in a snapshot
 * @param plainInterval shortest time between two outputs of the plain form
 * @param wallInterval shortest time between two screens of a session on a wall
 * @param attentionRules what is looked for on the screens of agents
 */
public record SandboxSettings(
        String host,
        int port,
        String key,
        Optional<String> tmuxSocket,
        Optional<Path> townRoot,
        Duration activeWindow,
        Duration endedSessionRetention,
        int scrollbackLines,
        Duration plainInterval,
        Duration wallInterval,
        List<AttentionRule> attentionRules) {}
