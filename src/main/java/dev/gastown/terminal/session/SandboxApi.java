package dev.gastown.terminal.session;

/** What the gateway and a sandbox call things between them (contract sections 3 and 4; the town wall). */
public final class SandboxApi {
    /** The header that carries the sandbox's key on every request. */
    public static final String KEY_HEADER = "x-internal-api-key";

    /** The path of the session list; a session's socket is at this path, a slash, and its name. */
    public static final String SESSIONS_PATH = "/sessions";

    /** The WebSocket subprotocol of contract section 3.2. */
    public static final String TERMINAL_V2 = "gastown.terminal.v2";

    /** The path of the wall's socket. */
    public static final String WALL_PATH = "/wall";

    /** The wall's query parameter: its sessions' names, separated by commas. */
    public static final String WALL_SESSIONS = "sessions";

    /** The WebSocket subprotocol of the wall: screens of several sessions as text frames, to the browser only. */
    public static final String WALL_V1 = "gastown.wall.v1";

    private SandboxApi() {}
}
