package dev.gastown.terminal.config;

import java.util.Map;

/**
 * What is logged, and how (the {@code log:} part of the configuration).
 *
 * @param level the name of the root logger's level
 * @param levels names of levels by logger, for some of the gateway's own
 * @param format how a line is written
 * @param access whether there is a line for each request
 */
public record LogSettings(String level, Map<String, String> levels, LogFormat format, boolean access) {}
