package dev.gastown.terminal.session;

/** What the gateway and a sandbox call things between them (contract sections 3 and 4). */
public final class SandboxApi {
    /** The header that carries the sandbox's key on every request. */
    public static final String KEY_HEADER = "x-internal-api-key";

    /** The path of the session list; a session's socket is at this path, a slash, and its name. */
    public static final String SESSIONS_PATH = "/sessions";

    /** The WebSocket subprotocol of contract section 3.2. */
    public static final String TERMINAL_V2 = "gastown.terminal.v2";

    private SandboxApi() {}
}
