package dev.gastown.terminal.config;

/**
 * Where health and metrics are served (the {@code management:} part of the configuration); never to browsers.
 *
 * @param host address to listen on
 * @param port TCP port, 0 takes a free one
 */
public record ManagementSettings(String host, int port) {}
