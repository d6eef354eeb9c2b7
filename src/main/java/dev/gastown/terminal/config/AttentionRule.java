package dev.gastown.terminal.config;

import java.util.regex.Pattern;

/**
 * What the end of an agent's screen tells about the agent, when a pattern is found there.
 *
 * @param name its key in the configuration
 * @param agent the program that prints such screens, as people are told
 * @param attention {@code working}, {@code waiting} or {@code done}
 * @param pattern what is searched for in the last lines of the screen
 * @param reason what people are told; {@code $1} to {@code $9} stand for the pattern's groups; may be empty
 */
public record AttentionRule(String name, String agent, String attention, Pattern pattern, String reason) {}
