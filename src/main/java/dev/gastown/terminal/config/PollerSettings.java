package dev.gastown.terminal.config;

import java.time.Duration;

/**
 * How session lists are fetched (the {@code poller:} part of the configuration).
 *
 * @param interval time between two polls of a watched town
 * @param timeout time a sandbox has to answer; shorter than the interval, so that no two polls of a town overlap
 */
public record PollerSettings(Duration interval, Duration timeout) {}
