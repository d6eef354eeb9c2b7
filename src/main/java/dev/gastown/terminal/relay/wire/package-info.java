/**
 * The fast relay's parts below the message: following WebSocket frames (RFC 6455 section 5) through the bytes that carry
 * them, so that those bytes go on as they came.
 */
package dev.gastown.terminal.relay.wire;
